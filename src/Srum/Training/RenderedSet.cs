using Srum.Runs;
using Srum.Shapes;

namespace Srum.Training;

/// <summary>
/// What the control trains on: for each visit a fresh scene that a prompt asks for, rendered as in pretraining. No model
/// draws or judges anything of it.
/// </summary>
public static class RenderedSet
{
    /// <summary>As many pictures as the recipe visits, the prompts in turn.</summary>
    /// <param name="prompts">Prompts of the shapes world, at least one.</param>
    /// <param name="recipe">Says how many, and by its seed and round which.</param>
    /// <exception cref="SrumException">A prompt is not of the shapes world.</exception>
    public static IReadOnlyList<TrainExample> Of(IReadOnlyList<string> prompts, TrainSettings recipe)
    {
        var scenes = Scenes(prompts);
        return [.. Enumerable.Range(0, recipe.Steps * recipe.BatchSize).Select(i =>
        {
            var prompt = scenes[i % scenes.Length];
            var seed = ContentKey.Seed("rendered", recipe.Seed, recipe.EarlierRounds, prompt.Text, i);
            return new TrainExample($"rendered/{seed:x}", prompt.Text, () => SceneRenderer.Render(SceneSampler.Next(new SeededRandom(seed), prompt)), null);
        })];
    }

    /// <summary>What prompts require of a scene.</summary>
    /// <param name="prompts">Prompts of the shapes world.</param>
    /// <exception cref="SrumException">A prompt is not of the shapes world.</exception>
    public static ScenePrompt[] Scenes(IReadOnlyList<string> prompts) =>
    [
        .. prompts.Select(text => PromptParser.Parse(text) ?? throw new SrumException(
            $"The control learns from pictures rendered for its prompts, and '{text}' is no prompt of the shapes "
            + "world. Leave the control out, or take prompts of that world.")),
    ];
}
