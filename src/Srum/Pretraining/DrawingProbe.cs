using Srum.Models;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// What a model in training draws of fixed prompts: enough to see it learn, too little to compare models. Where texts
/// are kept for evaluation (<see cref="PromptUse"/>), theirs are kept for <c>tune</c>.
/// </summary>
internal sealed class DrawingProbe
{
    private readonly World world;
    private readonly (string Name, ScenePrompt[] Prompts)[] groups;

    /// <summary>Chooses the prompts.</summary>
    /// <param name="world">The model's world.</param>
    /// <param name="prompts">Prompts of combinations that are drawn, and as many of others.</param>
    public DrawingProbe(World world, int prompts)
    {
        this.world = world;
        groups = [("drawn right", Sample(CombinationGroup.Drawn)), ("new right", Sample(CombinationGroup.Tune))];

        ScenePrompt[] Sample(CombinationGroup group)
        {
            var (random, sampler) = (new SeededRandom((long)group), new PromptSampler(world));
            return [.. Enumerable.Range(0, prompts)
                .Select(i => sampler.Next(random, (PromptCategory)(i % 7), group, PromptUse.Tune))];
        }
    }

    /// <summary>Share of whole prompts drawn right, by name of the group.</summary>
    /// <param name="model">The model; one picture a prompt, drawn as its settings say.</param>
    public IEnumerable<KeyValuePair<string, double>> Measure(IUnifiedModel model) =>
        groups.Select(group =>
        {
            var drawings = model.Draw(
                [.. group.Prompts.Select((prompt, i) => new DrawRequest(prompt.Text, i))], model.Settings.Draw);
            var right = group.Prompts
                .Zip(drawings, (prompt, drawing) => SceneOracle.Truth(prompt, drawing.Picture, world).Correct)
                .Count(correct => correct);
            return KeyValuePair.Create(group.Name, (double)right / drawings.Count);
        });
}
