using Srum.Prompts;

namespace Srum.Shapes;

/// <summary>
/// The prompts that rollouts practise, without end: of combinations that are drawn, and of those that pretraining never
/// draws, half and half.
/// </summary>
public static class RolloutPrompts
{
    private static readonly PromptCategory[] Categories = Enum.GetValues<PromptCategory>();

    /// <summary>
    /// A prompt of the sequence that belongs to a seed; any stretch of it holds all categories of both groups.
    /// </summary>
    /// <param name="world">The world.</param>
    /// <param name="seed">Which sequence.</param>
    /// <param name="index">Place in it, from 0.</param>
    public static ScenePrompt At(World world, long seed, long index)
    {
        var random = new SeededRandom(SeededRandom.SeedAt(seed, index));
        var isPractised = index / Categories.Length % 2 == 1;
        return new PromptSampler(world).Next(
            random, Categories[index % Categories.Length],
            isPractised ? world.Groups.Practised : CombinationGroup.Drawn);
    }

    /// <summary>The beginning of a sequence as a set, without the texts that evaluations ask for.</summary>
    /// <param name="world">The world.</param>
    /// <param name="seed">Which sequence.</param>
    /// <param name="count">
    /// How many. Of some combinations there are few texts, so that one may come again in a long set: it is then drawn
    /// from further noise.
    /// </param>
    public static PromptSet Set(World world, long seed, int count)
    {
        var kept = PromptSetBuilder.Build(world).Where(set => set.Name is "tune" or "test" or "groups")
            .SelectMany(set => set.Prompts).Select(prompt => prompt.Text).ToHashSet();
        return new PromptSet("prompts", [.. Enumerable.Range(0, count).Select(Next)]);

        PromptEntry Next(int index)
        {
            // A step that keeps category and group.
            var step = 2L * Categories.Length * count;
            for (long at = index; ; at += step)
            {
                var prompt = At(world, seed, at);
                if (!kept.Contains(prompt.Text))
                {
                    return new PromptEntry(index + 1, prompt.Text, Words.Of(prompt.Category))
                    {
                        Composed = SceneComposition.Of(prompt, world),
                    };
                }
            }
        }
    }
}
