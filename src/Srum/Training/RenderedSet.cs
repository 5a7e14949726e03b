using Srum.Prompts;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Training;

/// <summary>
/// What the control (<see cref="Rendered"/>) trains on: for each visit a fresh scene that a prompt asks for, rendered
/// as in pretraining, of combinations that pretraining draws. No model draws or judges anything of it.
/// </summary>
public static class RenderedSet
{
    /// <summary>As many pictures as a training visits, the prompts in turn.</summary>
    /// <param name="prompts">
    /// Prompts of the shapes world; those that pretraining would draw no picture of are left out (<see cref="Drawn"/>).
    /// </param>
    /// <param name="settings">Says how many.</param>
    /// <param name="training">Says which, by its seed and round.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    /// <exception cref="SrumException">A prompt is not of the shapes world, or none is left.</exception>
    public static IReadOnlyList<TrainExample> Of(
        IEnumerable<string> prompts, TrainSettings settings, TrainingId training, World? world = null)
    {
        var known = world ?? World.Shipped;
        var asked = Some(
            prompts.Select(text => Read(text, known)).Where(prompt => CanBeShown(prompt, known)).ToArray());
        return [.. Enumerable.Range(0, settings.Steps * settings.BatchSize).Select(i =>
        {
            var prompt = asked[i % asked.Length];
            var seed = ContentKey.Seed("rendered", training.Seed, training.Round, prompt.Text, i);
            return new TrainExample(
                $"rendered/{seed:x}", prompt.Text,
                () => SceneRenderer.Render(Next(new SeededRandom(seed), prompt, known)), null);
        })];
    }

    /// <summary>
    /// The prompts of a set that pretraining could draw. A picture of any other would show the control what the others
    /// practise without one.
    /// </summary>
    /// <param name="prompts">Prompts of the shapes world.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    /// <exception cref="SrumException">A prompt is not of the shapes world, or none is left.</exception>
    public static PromptSet Drawn(PromptSet prompts, World? world = null)
    {
        var known = world ?? World.Shipped;
        return prompts with
        {
            Prompts = Some(
                prompts.Prompts.Where(prompt => CanBeShown(Read(prompt.Text, known), known)).ToArray()),
        };
    }

    private static ScenePrompt Read(string text, World world) =>
        PromptParser.Parse(text, world: world) ?? throw new SrumException(
            $"The control learns from pictures rendered for its prompts, and '{text}' is no prompt of the shapes "
            + "world. Leave the control out, or take prompts of that world.");

    // The first draw decides for all visits whether a prompt has scenes that show nothing held out.
    private static bool CanBeShown(ScenePrompt prompt, World world) =>
        Combinations.GroupOf(prompt, world) == CombinationGroup.Drawn
        && SceneSampler.NextDrawn(new SeededRandom(0), prompt, world) is not null;

    private static T[] Some<T>(T[] prompts) => prompts.Length > 0 ? prompts : throw new SrumException(
        "The control learns from pictures rendered for its prompts, and all of these ask for combinations that "
        + "pretraining never draws: pictures would show it what the others practise without one. Leave the control "
        + "out, or take prompts of drawn combinations, such as those of the set 'pretrain'.");

    private static Scene Next(SeededRandom random, ScenePrompt prompt, World world)
    {
        while (true)
        {
            if (SceneSampler.NextDrawn(random, prompt, world) is { } scene)
            {
                return scene;
            }
        }
    }
}
