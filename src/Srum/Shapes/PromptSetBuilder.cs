using Srum.Files;

namespace Srum.Shapes;

/// <summary>
/// Makes the four prompt sets. Pretraining draws its prompts from <see cref="PromptSampler"/> with
/// <see cref="PromptSplit.Seen"/>; the file <c>pretrain</c> is an extract of what it sees.
/// </summary>
public static class PromptSetBuilder
{
    private static readonly (string Name, PromptSplit Split, int EachCategory, int FirstId)[] Plan =
    [
        ("pretrain", PromptSplit.Seen, 72, 1001),
        ("rollout", PromptSplit.Seen, 72, 2001),
        ("tune", PromptSplit.Tune, 40, 3001),
        ("test", PromptSplit.Test, 70, 4001),
    ];

    /// <summary>
    /// The sets, the same on every machine: <c>pretrain</c> and <c>rollout</c> with 72 prompts a category, <c>tune</c> with 40,
    /// <c>test</c> with 70. No set holds a text twice.
    /// </summary>
    public static IReadOnlyList<PromptSet> Build() => [.. Plan.Select(plan => Build(plan.Name, plan.Split, plan.EachCategory, plan.FirstId))];

    /// <summary>Writes every set as <c>name.json</c>.</summary>
    /// <param name="folder">Folder, made and marked where it is missing.</param>
    /// <exception cref="SrumException">It cannot be written, or holds somebody else's files of these names.</exception>
    public static void Write(string folder)
    {
        FolderMark.Claim(folder, "set of prompts", [.. Plan.Select(plan => plan.Name + ".json")]);
        foreach (var set in Build())
        {
            set.Write(Path.Combine(folder, set.Name + ".json"));
        }
    }

    private static PromptSet Build(string name, PromptSplit split, int eachCategory, int firstId)
    {
        var random = new SeededRandom(firstId);
        var prompts = new List<PromptEntry>();
        var seen = new HashSet<string>();
        for (var i = 0; i < eachCategory; i++)
        {
            // Category by category in turn, so that any stretch of a set holds all of them.
            foreach (var category in Enum.GetValues<PromptCategory>())
            {
                var prompt = PromptSampler.Next(random, category, split);
                while (!seen.Add(prompt.Text))
                {
                    prompt = PromptSampler.Next(random, category, split);
                }

                prompts.Add(new PromptEntry(firstId + prompts.Count, prompt.Text, category.ToString().ToLowerInvariant()));
            }
        }

        return new PromptSet(name, prompts);
    }
}
