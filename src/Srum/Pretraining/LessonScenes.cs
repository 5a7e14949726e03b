using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>Scenes that pretraining may see: of seen prompts, now and then with faults, as models draw them.</summary>
internal static class LessonScenes
{
    private static readonly PromptCategory[] Categories = Enum.GetValues<PromptCategory>();

    /// <summary>A prompt of any category; relations come twice as often, since they are learnt last.</summary>
    public static ScenePrompt Prompt(SeededRandom random) =>
        PromptSampler.Next(random, random.Chance(0.2) ? PromptCategory.Spatial : random.Pick(Categories));

    /// <summary>A prompt that pretraining draws.</summary>
    public static ScenePrompt DrawnPrompt(SeededRandom random)
    {
        while (true)
        {
            var prompt = Prompt(random);
            if (Riddles.IsDrawn(prompt.Text))
            {
                return prompt;
            }
        }
    }

    /// <summary>A scene of any seen prompt, four times in ten with faults.</summary>
    public static Scene Any(SeededRandom random)
    {
        var prompt = Prompt(random);
        var scene = SceneSampler.Next(random, prompt);
        return random.Chance(0.4) ? SceneFaults.Break(random, prompt, scene) : scene;
    }

    /// <summary>
    /// A prompt whose objects are easily mistaken for each other, with a scene of it or a near miss, each as likely: what goes wrong
    /// in pictures that the model draws, and what its judge then overlooks. Held-out combinations too: a judge that never read of a red solid
    /// cross restates it as a red solid triangle, and the hand is not taught here.
    /// </summary>
    /// <param name="random">Decides both.</param>
    public static (ScenePrompt Prompt, Scene Scene) NearMiss(SeededRandom random)
    {
        var prompt = Confusable(random);
        var right = SceneSampler.Next(random, prompt);
        return (prompt, random.Chance(0.5) ? right : SceneFaults.Miss(random, prompt, right));
    }

    /// <summary>A scene with one object changed in its place, or with one more: what a picture may lie half-way to.</summary>
    public static Scene Neighbour(SeededRandom random, Scene scene)
    {
        var cell = random.Below(Scene.Cells);
        var there = scene.Objects.FirstOrDefault(item => item.Cell == cell);
        // Mostly the shape alone changes: a picture half-way between two shapes is what drawing leaves behind most often.
        var shape = random.Chance(0.1) ? ObjectShape.Odd : (ObjectShape)random.Below(4);
        var colour = there is null || random.Chance(0.3) ? random.Pick(Palette.Colours) : there.Colour;
        var fill = there is null || random.Chance(0.3) ? (ObjectFill)random.Below(2) : there.Fill;
        var item = SceneSampler.Place(random, new ObjectRequirement(shape, colour, fill), cell);
        return scene with { Objects = [.. scene.Objects.Where(other => other.Cell != cell).Append(item).OrderBy(other => other.Cell)] };
    }

    // Two objects alike but for one attribute, three, a relation, a stated size; sometimes anything. Pairs that only their colours tell apart
    // come most often: which of the two a judge means is what it learns last.
    private static ScenePrompt Confusable(SeededRandom random)
    {
        var draw = random.NextDouble();
        while (true)
        {
            var prompt = PromptSampler.Any(random, draw < 0.25 ? PromptCategory.Color : random.Pick(Categories));
            var wanted = draw switch
            {
                < 0.35 => prompt.Objects.Count == 2 && prompt.Relation is null && prompt.Objects[0] != prompt.Objects[1],
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
    /// One to four objects of any attributes, each as likely, one in ten deformed. The eye may know what the hand has never
    /// drawn: held-out combinations too.
    /// </summary>
    public static Scene Free(SeededRandom random)
    {
        var cells = random.Shuffle(Enumerable.Range(0, Scene.Cells)).Take(1 + random.Below(Scene.Cells));
        var objects = cells.Select(cell => SceneSampler.Place(
            random,
            new ObjectRequirement(
                random.Chance(0.1) ? ObjectShape.Odd : (ObjectShape)random.Below(4),
                random.Pick(Palette.Colours),
                random.Chance(0.5) ? ObjectFill.Solid : ObjectFill.Outline),
            cell)).ToArray();
        return new Scene(random.Pick(Palette.Backgrounds), [.. objects.OrderBy(item => item.Cell)]);
    }
}
