using Srum.Files;
using Srum.Prompts;

namespace Srum.Shapes;

/// <summary>
/// Makes the prompt sets of a world. Pretraining draws its prompts from <see cref="PromptSampler"/> and rollouts
/// practise those of <see cref="RolloutPrompts"/>; the files <c>pretrain</c> and <c>rollout</c> are extracts of what
/// they see.
/// </summary>
public static class PromptSetBuilder
{
    private static readonly Plan[] Small =
    [
        new("pretrain", PromptUse.Training, 72, 1001, CombinationGroup.Drawn),
        new("rollout", PromptUse.Training, 72, 2001, CombinationGroup.Drawn),
        new("tune", PromptUse.Training, 40, 3001, CombinationGroup.Tune),
        new("test", PromptUse.Training, 70, 4001, CombinationGroup.Test),
        new("practice", PromptUse.Training, 30, 5001, CombinationGroup.Drawn, CombinationGroup.Tune)
        {
            NoTextOf = ["tune"],
        },
        new(
            "groups", PromptUse.Training, 24, 7001, CombinationGroup.Drawn, CombinationGroup.Tune,
            CombinationGroup.Test)
        {
            NoTextOf = ["rollout", "practice", "tune"],
        },
    ];

    private static readonly Plan[] Wide =
    [
        new("pretrain", PromptUse.Training, 72, 1001, CombinationGroup.Drawn),
        new("rollout", PromptUse.Training, 36, 2001, CombinationGroup.Drawn, CombinationGroup.Practised),
        new(
            "tune", PromptUse.Tune, 22, 3001, CombinationGroup.Drawn, CombinationGroup.Practised,
            CombinationGroup.Tune),
        new(
            "test", PromptUse.Test, 24, 4001, CombinationGroup.Drawn, CombinationGroup.Practised,
            CombinationGroup.Test),
    ];

    /// <summary>
    /// The sets, the same on every machine; no set holds a text twice. In the small world <c>pretrain</c> and
    /// <c>rollout</c> have 72 prompts a category, <c>tune</c> 40, <c>test</c> 70, each of one group;
    /// <c>practice</c> has 30 of drawn combinations and 30 of those of <c>tune</c>, in other words than
    /// <c>tune</c>; <c>groups</c> has 24 of each of the three, in words that none of the sets to learn from has but
    /// <c>pretrain</c>. In the wide world <c>pretrain</c> has 72 a category, <c>rollout</c> 36 of each of two groups,
    /// <c>tune</c> 22 of each of three and <c>test</c> 24.
    /// </summary>
    public static IReadOnlyList<PromptSet> Build(World world)
    {
        var sets = new List<PromptSet>();
        foreach (var plan in world == World.Small ? Small : Wide)
        {
            sets.Add(Build(world, plan, sets.Where(set => plan.NoTextOf.Contains(set.Name))));
        }

        return sets;
    }

    /// <summary>Writes every set as <c>name.json</c>.</summary>
    /// <param name="world">The world.</param>
    /// <param name="folder">Folder, made and marked where it is missing.</param>
    /// <exception cref="SrumException">It cannot be written, or holds somebody else's files of these names.</exception>
    public static void Write(World world, string folder)
    {
        var sets = Build(world);
        FolderMark.Claim(folder, "set of prompts", [.. sets.Select(set => set.Name + ".json")]);
        foreach (var set in sets)
        {
            set.Write(Path.Combine(folder, set.Name + ".json"));
        }
    }

    private static PromptSet Build(World world, Plan plan, IEnumerable<PromptSet> others)
    {
        var random = new SeededRandom(plan.FirstId);
        var sampler = new PromptSampler(world);
        var prompts = new List<PromptEntry>();
        var seen = others.SelectMany(set => set.Prompts).Select(prompt => prompt.Text).ToHashSet();
        for (var i = 0; i < plan.Each; i++)
        {
            foreach (var group in plan.Groups)
            {
                // Category by category in turn, so that any stretch of a set holds all of them.
                foreach (var category in Enum.GetValues<PromptCategory>())
                {
                    var prompt = sampler.Next(random, category, group, plan.Use);
                    while (!seen.Add(prompt.Text))
                    {
                        prompt = sampler.Next(random, category, group, plan.Use);
                    }

                    prompts.Add(
                        new PromptEntry(
                            plan.FirstId + prompts.Count, prompt.Text, Words.Of(category))
                        {
                            Composed = plan.IsPractice ? SceneComposition.Of(prompt, world) : null,
                        });
                }
            }
        }

        return new PromptSet(plan.Name, prompts);
    }

    private sealed record Plan(string Name, PromptUse Use, int Each, int FirstId, params CombinationGroup[] Groups)
    {
        public string[] NoTextOf { get; init; } = [];

        // What is drawn to learn from may be composed; what is evaluated is drawn from its text.
        public bool IsPractice => Name is "rollout" or "practice";
    }
}
