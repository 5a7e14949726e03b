using Srum.Shapes;

namespace Srum.Tests.Shapes;

public sealed class RolloutPromptsTests
{
    public static TheoryData<string> Worlds => ["small", "wide"];

    [Theory]
    [MemberData(nameof(Worlds))]
    public void A_set_to_practise_has_both_groups_of_every_category_and_no_text_of_an_evaluation(string name)
    {
        var world = World.Named(name)!;
        var set = RolloutPrompts.Set(world, seed: 5, count: 280);
        var parsed = set.Prompts.Select(prompt => PromptParser.Parse(
            prompt.Text, Enum.Parse<PromptCategory>(prompt.Category, ignoreCase: true), world)!).ToList();
        Assert.All(parsed.CountBy(prompt => (prompt.Category, Combinations.GroupOf(prompt, world)!.Value)),
            part => Assert.Equal(20, part.Value));
        Assert.DoesNotContain(parsed, prompt => Combinations.GroupOf(prompt, world) == CombinationGroup.Test);
        var kept = PromptSetBuilder.Build(world).Where(other => other.Name is "tune" or "test" or "groups")
            .SelectMany(other => other.Prompts).Select(prompt => prompt.Text);
        Assert.Empty(set.Prompts.Select(prompt => prompt.Text).Intersect(kept));
        Assert.Equal(set.Prompts, RolloutPrompts.Set(world, 5, 280).Prompts);
        Assert.NotEqual(set.Prompts, RolloutPrompts.Set(world, 6, 280).Prompts);
    }
}
