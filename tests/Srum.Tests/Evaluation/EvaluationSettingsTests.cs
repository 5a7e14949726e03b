using Srum.Evaluation;
using Srum.Prompts;

namespace Srum.Tests.Evaluation;

public sealed class EvaluationSettingsTests
{
    // Seven categories in turn, as the shipped sets have them, and three of one at the end.
    private static readonly PromptSet Set = new(
        "set",
        [
            .. Enumerable.Range(0, 490).Select(i => new PromptEntry(i, $"prompt {i}", $"kind {i % 7}")),
            .. Enumerable.Range(490, 3).Select(i => new PromptEntry(i, $"prompt {i}", "rare")),
        ]);

    [Theory]
    [InlineData(7)]
    [InlineData(70)]
    [InlineData(100)]
    public void Every_category_has_its_share_of_a_part(int prompts)
    {
        var counts = Plan(prompts).CountBy(id => int.Parse(id) % 7).ToDictionary();
        Assert.Equal(7, counts.Count);
        Assert.InRange(counts.Values.Max() - counts.Values.Min(), 0, 2);
    }

    [Fact]
    public void A_larger_part_holds_a_smaller_one_and_the_whole_is_the_set_in_its_order()
    {
        Assert.Subset(Plan(100).ToHashSet(), Plan(70).ToHashSet());
        Assert.Equal(Set.Prompts.Select(prompt => $"{prompt.Id}"), Plan(0));
        Assert.Equal(Plan(70).OrderBy(int.Parse), Plan(70));
    }

    private static string[] Plan(int prompts) =>
        [.. new EvaluationSettings { Prompts = prompts }.Plan(Set).Select(item => item.Prompt.Id)];
}
