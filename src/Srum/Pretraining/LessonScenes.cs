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
}
