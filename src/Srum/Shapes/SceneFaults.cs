namespace Srum.Shapes;

/// <summary>Makes wrong scenes of right ones: what the judge is taught and tested with.</summary>
public static class SceneFaults
{
    private static readonly SceneFault[] All = Enum.GetValues<SceneFault>();
    private static readonly SceneFault[] Looks = [SceneFault.Recolour, SceneFault.SwapShape, SceneFault.ChangeFill];

    /// <summary>
    /// The scene with one fault, or (three times in ten) several, so that it no longer satisfies the prompt. No fault
    /// makes an object of a held-out combination.
    /// </summary>
    /// <param name="random">Decides the faults.</param>
    /// <param name="prompt">What is asked for.</param>
    /// <param name="scene">A scene of it.</param>
    /// <param name="world">Where. Default: the shipped model's world.</param>
    public static Scene Break(SeededRandom random, ScenePrompt prompt, Scene scene, World? world = null)
    {
        world ??= World.Shipped;
        // A scene of a held-out prompt shows held-out objects from the start.
        var asked = scene.Objects.Select(Key).ToHashSet();
        while (true)
        {
            var broken = scene;
            for (var faults = random.Chance(0.3) ? 2 + random.Below(2) : 1; faults > 0; faults--)
            {
                broken = Apply(random, random.Pick(All), prompt, broken, world) ?? broken;
            }

            if (Fails(prompt, broken)
                && broken.Objects.All(item =>
                    world.IsDrawn(item.Shape, item.Colour, item.Fill) || asked.Contains(Key(item))))
            {
                return broken;
            }
        }
    }

    /// <summary>
    /// The scene with a single fault, half of the time in what the prompt is about: objects that stand diagonally where
    /// a relation is asked for, the other size where one is stated, else another colour, shape or fill. It may show
    /// objects of held-out combinations.
    /// </summary>
    /// <param name="random">Decides the fault.</param>
    /// <param name="prompt">What is asked for.</param>
    /// <param name="scene">A scene of it.</param>
    /// <param name="world">Where.</param>
    public static Scene Miss(SeededRandom random, ScenePrompt prompt, Scene scene, World world)
    {
        while (true)
        {
            var told = random.Chance(0.5);
            var missed = told && prompt.Relation is not null
                ? Diagonal(random, scene)
                : Apply(
                    random,
                    !told
                        ? random.Pick(All)
                        : prompt.Objects.Any(item => item.Size is not null)
                        ? SceneFault.Resize
                        : random.Pick(Looks),
                    prompt, scene, world);
            if (missed is not null && Fails(prompt, missed))
            {
                return missed;
            }
        }
    }

    private static bool Fails(ScenePrompt prompt, Scene scene) =>
        !SceneCheck.Of(prompt, scene.Background, scene.Objects).Correct;

    // The second object across from the first.
    private static Scene Diagonal(SeededRandom random, Scene scene) =>
        With(scene, scene.Objects
            .Select((item, i) => i == 1 ? SceneSampler.Move(random, item, 3 - scene.Objects[0].Cell) : item));

    private static (ObjectShape, ObjectColour, ObjectFill) Key(SceneObject item) =>
        (item.Shape, item.Colour, item.Fill);

    /// <summary>
    /// The scene with one fault of a kind; null where it is not possible or no requirement is of its kind.
    /// </summary>
    /// <param name="random">Decides where and how.</param>
    /// <param name="fault">The kind.</param>
    /// <param name="prompt">What is asked for.</param>
    /// <param name="scene">A scene.</param>
    /// <param name="world">Where. Default: the shipped model's world.</param>
    public static Scene? Apply(
        SeededRandom random, SceneFault fault, ScenePrompt prompt, Scene scene, World? world = null)
    {
        world ??= World.Shipped;
        if (fault == SceneFault.Background)
        {
            return prompt.Background is null
                ? null
                : scene with { Background =
                    random.Pick([.. Palette.Backgrounds.Where(other => other != scene.Background)]) };
        }

        if (fault == SceneFault.Add)
        {
            var free = Enumerable.Range(0, Scene.Cells).Except(scene.Objects.Select(item => item.Cell)).ToList();
            return free.Count == 0 ? null : With(
                scene,
                [.. scene.Objects, SceneSampler.Place(random, Extra(random, scene, world), random.Pick(free), world)]);
        }

        if (scene.Objects.Count == 0)
        {
            return null;
        }

        var index = random.Below(scene.Objects.Count);
        var item = scene.Objects[index];
        return fault switch
        {
            SceneFault.Recolour =>
                Replace(item with { Colour = random.Pick([.. world.Colours.Where(other => other != item.Colour)]) }),
            SceneFault.SwapShape => Replace(item with { Shape = Another(item.Shape), Variant = 0 }),
            SceneFault.ChangeFill => prompt.Objects.Any(required => required.Fill is not null)
                ? Replace(item with { Fill = (ObjectFill)(1 - (int)item.Fill) })
                : null,
            SceneFault.Resize =>
                prompt.Objects.Any(required => required.Size is not null) ? Replace(Resize(item)) : null,
            SceneFault.Deform => Replace(item with { Shape = ObjectShape.Odd, Variant = world.Deformed(random) }),
            SceneFault.Remove => With(scene, scene.Objects.Where((_, i) => i != index)),
            _ => prompt.Relation is null ? null : Rearrange(),
        };

        // Each of the world's other shapes as likely. From a plain one they are counted on: what the shipped model
        // drafts by, and what lessons show, came of these draws.
        ObjectShape Another(ObjectShape shape) => shape == ObjectShape.Odd
            ? random.Pick(world.Shapes)
            : world.Shapes[((int)shape + 1 + random.Below(world.Shapes.Count - 1)) % world.Shapes.Count];

        Scene Replace(SceneObject changed) =>
            With(scene, scene.Objects.Select((other, i) => i == index ? changed : other));

        SceneObject Resize(SceneObject old)
        {
            var other = old.Size == ObjectSize.Small ? ObjectSize.Big : ObjectSize.Small;
            var half = SceneSampler.HalfSize(random, other);
            return SceneSampler.Move(random, old with { HalfSize = half }, old.Cell);
        }

        Scene Rearrange()
        {
            var cells = random.Chance(0.6)
                ? scene.Objects.Select(other => other.Cell).Reverse().ToArray()
                : random.Shuffle(Enumerable.Range(0, Scene.Cells));
            return With(scene, scene.Objects.Select((other, i) => SceneSampler.Move(random, other, cells[i])));
        }
    }

    private static ObjectRequirement Extra(SeededRandom random, Scene scene, World world)
    {
        // Often a copy of what is there already: the fault that counting must catch.
        var like = scene.Objects.Count > 0 && random.Chance(0.5) ? random.Pick(scene.Objects) : null;
        return like is not null
            ? new ObjectRequirement(like.Shape, like.Colour)
            : new ObjectRequirement(random.Pick(world.Shapes));
    }

    private static Scene With(Scene scene, IEnumerable<SceneObject> objects) =>
        scene with { Objects = [.. objects.OrderBy(item => item.Cell)] };
}
