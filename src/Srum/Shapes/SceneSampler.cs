namespace Srum.Shapes;

/// <summary>Draws scenes that satisfy a prompt; whatever the prompt leaves open is random.</summary>
public static class SceneSampler
{
    /// <summary>Least distance in pixels between an object and the edge of its cell.</summary>
    private const double Margin = 0.4;

    /// <summary>
    /// A scene in which everything the prompt asks for is there and nothing else. A fill that the prompt leaves open is
    /// chosen so that no held-out combination of attributes is drawn.
    /// </summary>
    public static Scene Next(SeededRandom random, ScenePrompt prompt)
    {
        var cells = Cells(random, prompt);
        var objects = prompt.Objects.Select((required, index) => Place(random, required, cells[index]));
        return new Scene(prompt.Background ?? random.Pick(Palette.Backgrounds), [.. objects.OrderBy(item => item.Cell)]);
    }

    /// <summary>An object of a requirement at a random place of a cell.</summary>
    internal static SceneObject Place(SeededRandom random, ObjectRequirement required, int cell)
    {
        var colour = required.Colour ?? random.Pick(Palette.Colours);
        var fill = required.Fill ?? (random.Chance(0.5) ? ObjectFill.Solid : ObjectFill.Outline);
        if (required.Fill is null && required.Shape != ObjectShape.Odd && Combinations.SplitOf(required.Shape, colour, fill) != PromptSplit.Seen)
        {
            fill = (ObjectFill)(1 - (int)fill);
        }

        var size = required.Size ?? (random.Chance(0.5) ? ObjectSize.Small : ObjectSize.Big);
        var half = size == ObjectSize.Small ? random.Between(4.6, 5.0) : random.Between(6.2, 6.8);
        var variant = required.Shape == ObjectShape.Odd ? random.Below(12) : 0;
        return Move(random, new SceneObject(required.Shape, colour, fill, half, 0, 0, variant), cell);
    }

    /// <summary>The object at a random place of another cell.</summary>
    internal static SceneObject Move(SeededRandom random, SceneObject item, int cell)
    {
        var slack = (Scene.CellSide / 2.0) - item.HalfSize - Margin;
        return item with
        {
            X = (Scene.CellSide * ((cell % 2) + 0.5)) + random.Between(-slack, slack),
            Y = (Scene.CellSide * ((cell / 2) + 0.5)) + random.Between(-slack, slack),
        };
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
