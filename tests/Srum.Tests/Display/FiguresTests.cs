using Srum.Audits;
using Srum.Display;
using Srum.Evaluation;
using Srum.Rounds;

namespace Srum.Tests.Display;

/// <summary>What is never shown as if it were a figure.</summary>
public class FiguresTests
{
    [Theory]
    [InlineData(0.0009, "p < .001", "< .001")]
    [InlineData(0.0, "p < .001", "< .001")]
    [InlineData(0.001, "p = 0.001", "0.001")]
    [InlineData(0.0124, "p = 0.012", "0.012")]
    [InlineData(1.0, "p = 1.000", "1.000")]
    public void A_p_value_never_reads_as_nothing(double p, string words, string value)
    {
        Assert.Equal(words, Figures.P(p));
        Assert.Equal(value, Figures.PValue(p));
        Assert.Contains(words, ExperimentReport.Finding(new Comparison("a", "b", 0.1, 0.02, p, "test")));
        Assert.Contains(words, AuditViews.Groups("Place", new GroupBias([], 0, p, 3)).Title);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Less_than_two_values_have_no_interval_and_are_not_shown(int count)
    {
        var estimate = new Estimate(0.75, 0, count);
        Assert.False(estimate.HasInterval);
        string[] shown = [Figures.PerCent(estimate), Figures.Number(estimate), Figures.Change(estimate)];
        Assert.All(shown, words => Assert.Equal(Figures.None, words));
        var table = new ScoreTable(["all"], [new ScoreRow("base", [estimate])]);
        Assert.DoesNotContain("75.0", table.ToString());
        Assert.DoesNotContain("75.0", table.ToHtml());
        Assert.Empty(RateChart.Of("", "", [1], ("base", [estimate])).Series[0].Y);
        Assert.False(new SignalDrift("brightness", estimate, estimate, estimate, 0).IsAlarm);
    }

    [Theory]
    [InlineData(0, 5, "0 of 5 prompts could be scored. Nothing")]
    [InlineData(1, 5, "1 of 5 prompts could be scored: one has no interval")]
    [InlineData(1, 1, "1 of 1 prompts could be scored: one has no interval")]
    [InlineData(3, 5, "3 of 5 prompts could be scored, and the others count in no figure")]
    [InlineData(5, 5, null)]
    public void Prompts_that_could_not_be_scored_are_counted(int scored, int prompts, string? begins)
    {
        var said = ExperimentReport.Scored(scored, prompts);
        Assert.Equal(begins is null, said is null);
        Assert.StartsWith(begins ?? "", said ?? "");
    }

    [Fact]
    public void Prompts_that_all_differ_alike_are_not_said_to_agree()
    {
        Assert.Contains(
            "no prompt tells the two apart", ExperimentReport.Finding(new Comparison("a", "b", 0, 0, 1, "test")));
        Assert.Contains(
            "every prompt tells the two apart",
            ExperimentReport.Finding(new Comparison("a", "b", 1, 0, 0.0002, "test")));
    }
}
