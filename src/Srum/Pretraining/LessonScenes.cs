using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// Scenes that pretraining sees, now and then with faults, as models draw them. What is drawn shows nothing held out;
/// what is only read and judged may (<see cref="Free"/>, <see cref="NearMiss"/>, <see cref="Neighbour"/>).
/// </summary>
/// <param name="world">What they show.</param>
internal sealed class LessonScenes(World world)
{
    private static readonly PromptCategory[] Categories = Enum.GetValues<PromptCategory>();

    private readonly PromptSampler sampler = new(world);

    /// <summary>
    /// A prompt of any category; those about relations come 2.75 times as often as those of each other category (a
    /// chance of .314 against .114), since relations are learnt last.
    /// </summary>
    public ScenePrompt Prompt(SeededRandom random) =>
        sampler.Next(random, random.Chance(0.2) ? PromptCategory.Spatial : random.Pick(Categories), open: world.Open);

    /// <summary>A prompt that pretraining draws, with scenes of it that show nothing but what is drawn.</summary>
    public (ScenePrompt Prompt, Scene[] Scenes) Drawn(SeededRandom random, int count)
    {
        while (true)
        {
            var prompt = Prompt(random);
            if (!Riddles.IsDrawn(prompt.Text))
            {
                continue;
            }

            Scene[] scenes =
            [
                .. Enumerable.Range(0, count).Select(_ => SceneSampler.NextDrawn(random, prompt, world))
                    .OfType<Scene>(),
            ];
            if (scenes.Length == count)
            {
                return (prompt, scenes);
            }
        }
    }

    /// <summary>A scene of any drawn prompt, four times in ten with faults.</summary>
    public Scene Any(SeededRandom random)
    {
        var prompt = Prompt(random);
        var scene = SceneSampler.Next(random, prompt, world);
        return random.Chance(0.4) ? SceneFaults.Break(random, prompt, scene, world) : scene;
    }

    /// <summary>
    /// A scene full of drawn objects, one in ten deformed, a cell in five empty: what an autoencoder learns fastest
    /// from.
    /// </summary>
    public Scene Crowded(SeededRandom random) => new(random.Pick(Palette.Backgrounds),
    [
        .. Enumerable.Range(0, Scene.Cells).Where(_ => random.Chance(0.8)).Select(cell =>
            SceneSampler.Place(
                random, new ObjectRequirement(random.Chance(0.1) ? ObjectShape.Odd : null), cell, world)),
    ]);

    /// <summary>
    /// A prompt whose objects are easily mistaken for each other, with a scene of it or a near miss, each as likely:
    /// what goes wrong in pictures that the model draws, and what its judge then overlooks. Held-out combinations too:
    /// a judge that never read of a red solid cross restates it as a red solid triangle, and the hand is not taught
    /// here.
    /// </summary>
    /// <param name="random">Decides both.</param>
    public (ScenePrompt Prompt, Scene Scene) NearMiss(SeededRandom random)
    {
        var prompt = Confusable(random);
        var right = SceneSampler.Next(random, prompt, world);
        return (prompt, random.Chance(0.5) ? right : SceneFaults.Miss(random, prompt, right, world));
    }

    /// <summary>
    /// A scene with one object changed in its place, or with one more, of a held-out combination too: what a picture
    /// may lie half-way to.
    /// </summary>
    public Scene Neighbour(SeededRandom random, Scene scene)
    {
        var cell = random.Below(Scene.Cells);
        var there = scene.Objects.FirstOrDefault(item => item.Cell == cell);
        // Mostly the shape alone changes: a picture half-way between two shapes is what drawing leaves behind most
        // often.
        var shape = random.Chance(0.1) ? ObjectShape.Odd : random.Pick(world.Shapes);
        var colour = there is null || random.Chance(0.3) ? random.Pick(world.Colours) : there.Colour;
        var fill = there is null || random.Chance(0.3) ? (ObjectFill)random.Below(2) : there.Fill;
        var item = SceneSampler.Place(random, new ObjectRequirement(shape, colour, fill), cell, world);
        return scene with { Objects =
            [.. scene.Objects.Where(other => other.Cell != cell).Append(item).OrderBy(other => other.Cell)] };
    }

    // Two objects alike but for one attribute, three, a relation, a stated size; sometimes anything. Pairs that only
    // their colours tell apart come most often: which of the two a judge means is what it learns last.
    private ScenePrompt Confusable(SeededRandom random)
    {
        var draw = random.NextDouble();
        while (true)
        {
            var prompt = sampler.Any(
                random, draw < 0.25 ? PromptCategory.Color : random.Pick(Categories), open: world.Open);
            var wanted = draw switch
            {
                < 0.35 =>
                    prompt.Objects.Count == 2 && prompt.Relation is null && prompt.Objects[0] != prompt.Objects[1],
                < 0.5 => prompt.Category == PromptCategory.Complex && prompt.Relation is null,
                < 0.75 => prompt.Relation is not null,
                < 0.85 => prompt.Objects.Any(item => item.Size is not null),
                _ => true,
            };
            if (wanted)
            {
                return prompt;
            }
        }
    }

    /// <summary>
    /// One to four objects of any attributes, each as likely, one in ten deformed. The eye may know what the hand has
    /// never drawn: held-out combinations too.
    /// </summary>
    public Scene Free(SeededRandom random)
    {
        var cells = random.Shuffle(Enumerable.Range(0, Scene.Cells)).Take(1 + random.Below(Scene.Cells));
        var objects = cells.Select(cell => SceneSampler.Place(
            random,
            new ObjectRequirement(
                random.Chance(0.1) ? ObjectShape.Odd : random.Pick(world.Shapes),
                random.Pick(world.Colours),
                random.Chance(0.5) ? ObjectFill.Solid : ObjectFill.Outline),
            cell,
            world)).ToArray();
        return new Scene(random.Pick(Palette.Backgrounds), [.. objects.OrderBy(item => item.Cell)]);
    }
}
