using Srum.Runs;
using Srum.Shapes;

namespace Srum.Training;

/// <summary>
/// What the control (<see cref="Rendered"/>) trains on: for each visit a fresh scene that a prompt asks for, rendered
/// as in pretraining. No model draws or judges anything of it.
/// </summary>
public static class RenderedSet
{
    /// <summary>As many pictures as a training visits, the prompts in turn.</summary>
    /// <param name="prompts">Prompts of the shapes world, at least one.</param>
    /// <param name="settings">Says how many.</param>
    /// <param name="training">Says which, by its seed and round.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    /// <exception cref="SrumException">A prompt is not of the shapes world.</exception>
    public static IReadOnlyList<TrainExample> Of(
        IReadOnlyList<string> prompts, TrainSettings settings, TrainingId training, World? world = null)
    {
        var scenes = Scenes(prompts, world);
        return [.. Enumerable.Range(0, settings.Steps * settings.BatchSize).Select(i =>
        {
            var prompt = scenes[i % scenes.Length];
            var seed = ContentKey.Seed("rendered", training.Seed, training.Round, prompt.Text, i);
            return new TrainExample(
                $"rendered/{seed:x}", prompt.Text,
                () => SceneRenderer.Render(SceneSampler.Next(new SeededRandom(seed), prompt, world)), null);
        })];
    }

    /// <summary>What prompts require of a scene.</summary>
    /// <param name="prompts">Prompts of the shapes world.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    /// <exception cref="SrumException">A prompt is not of the shapes world.</exception>
    public static ScenePrompt[] Scenes(IReadOnlyList<string> prompts, World? world = null) =>
    [
        .. prompts.Select(text => PromptParser.Parse(text, world: world) ?? throw new SrumException(
            $"The control learns from pictures rendered for its prompts, and '{text}' is no prompt of the shapes "
            + "world. Leave the control out, or take prompts of that world.")),
    ];
}
