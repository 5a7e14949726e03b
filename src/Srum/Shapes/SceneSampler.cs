namespace Srum.Shapes;

/// <summary>Draws scenes that satisfy a prompt; whatever the prompt leaves open is random.</summary>
public static class SceneSampler
{
    /// <summary>Least distance in pixels between an object and the edge of its cell.</summary>
    private const double Margin = 0.4;

    private const int Tries = 40;

    /// <summary>
    /// A scene in which everything the prompt asks for is there and nothing else. What the prompt leaves open of an
    /// object is chosen so that the object is one of those that are drawn; how many there are of a kind, and how
    /// neighbours stand to each other, may be held out all the same (<see cref="NextDrawn"/>).
    /// </summary>
    /// <param name="random">Decides it.</param>
    /// <param name="prompt">What is asked for.</param>
    /// <param name="world">Where. Default: the shipped model's world.</param>
    public static Scene Next(SeededRandom random, ScenePrompt prompt, World? world = null)
    {
        var cells = Cells(random, prompt);
        var objects =
            prompt.Objects.Select((required, index) => Place(random, required, cells[index], world ?? World.Shipped));
        return new Scene(
            prompt.Background ?? random.Pick(Palette.Backgrounds), [.. objects.OrderBy(item => item.Cell)]);
    }

    /// <summary>
    /// A scene of a prompt that shows nothing but what is drawn, numbers and neighbours too; null where forty tries
    /// find none. Where a world is not strict (<see cref="IGroupRule.IsStrict"/>) the first scene is taken as it is.
    /// </summary>
    /// <param name="random">Decides it.</param>
    /// <param name="prompt">What is asked for.</param>
    /// <param name="world">Where.</param>
    internal static Scene? NextDrawn(SeededRandom random, ScenePrompt prompt, World world) =>
        Enumerable.Range(0, Tries).Select(_ => Next(random, prompt, world))
            .FirstOrDefault(scene => !world.Groups.IsStrict || Combinations.IsDrawn(scene, world));

    /// <summary>An object of a requirement at a random place of a cell.</summary>
    internal static SceneObject Place(SeededRandom random, ObjectRequirement required, int cell, World world)
    {
        var (shape, colour, fill) = Look(random, required, world);
        var size = required.Size ?? (random.Chance(0.5) ? ObjectSize.Small : ObjectSize.Big);
        var half = HalfSize(random, size);
        var variant = shape == ObjectShape.Odd ? world.Deformed(random) : 0;
        return Move(random, new SceneObject(shape, colour, fill, half, 0, 0, variant), cell);
    }

    /// <summary>Half the extent of an object of a size, in pixels.</summary>
    internal static double HalfSize(SeededRandom random, ObjectSize size) =>
        size == ObjectSize.Small ? random.Between(4.6, 5.0) : random.Between(6.2, 6.8);

    /// <summary>The object at a random place of another cell.</summary>
    internal static SceneObject Move(SeededRandom random, SceneObject item, int cell)
    {
        var (x, y) = Scene.CentreOf(cell);
        var slack = (Scene.CellSide / 2.0) - item.HalfSize - Margin;
        return item with
        {
            X = x + random.Between(-slack, slack),
            Y = y + random.Between(-slack, slack),
        };
    }

    private static (ObjectShape Shape, ObjectColour Colour, ObjectFill Fill) Look(
        SeededRandom random, ObjectRequirement required, World world)
    {
        while (true)
        {
            var shape = required.Shape ?? random.Pick(world.Shapes);
            var colour = required.Colour ?? random.Pick(world.Colours);
            var fill = required.Fill ?? (random.Chance(0.5) ? ObjectFill.Solid : ObjectFill.Outline);
            if (required.Fill is null && !IsDrawn(fill))
            {
                fill = (ObjectFill)(1 - (int)fill);
            }

            if (IsDrawn(fill) || required is { Shape: not null, Colour: not null })
            {
                return (shape, colour, fill);
            }

            bool IsDrawn(ObjectFill filled) => world.IsDrawn(shape, colour, filled);
        }
    }

    private static int[] Cells(SeededRandom random, ScenePrompt prompt)
    {
        var order = random.Shuffle(Enumerable.Range(0, Scene.Cells));
        if (prompt.Relation is not { } relation)
        {
            return order;
        }

        var line = random.Below(2);
        var (subject, other) = relation.Kind switch
        {
            RelationKind.Left => (2 * line, (2 * line) + 1),
            RelationKind.Right => ((2 * line) + 1, 2 * line),
            RelationKind.Above => (line, line + 2),
            _ => (line + 2, line),
        };
        var cells = order.Where(cell => cell != subject && cell != other).ToList();
        cells.Insert(0, subject);
        cells.Insert(relation.Object, other);
        return [.. cells];
    }
}
