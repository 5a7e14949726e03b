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
