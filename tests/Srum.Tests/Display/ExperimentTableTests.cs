using Srum.Display;
using Srum.Evaluation;
using Srum.Training;

namespace Srum.Tests.Display;

public sealed class ExperimentTableTests
{
    [Fact]
    public void As_text_it_looks_as_it_did() =>
        Golden.Same(new ExperimentTable(Experiments.Small("signed")).ToString(), "display/experiment.txt");

    [Fact]
    public void With_one_training_it_says_what_the_errors_leave_out()
    {
        var two = Experiments.Small("signed");
        var one = two with
        {
            Systems =
                [.. two.Systems.Select(system => system with { TrainingSeeds = [.. system.TrainingSeeds.Take(1)] })],
        };
        Assert.DoesNotContain("leave out", new ExperimentTable(two).ToString());
        Assert.Contains("leave out", new ExperimentTable(one).ToString());
    }

    [Fact]
    public void It_has_a_column_for_the_supervised_system_whatever_that_is_called()
    {
        var result = Experiments.Small("signed");
        Assert.Contains("− sft", new ExperimentTable(result).ToString());
        Assert.Contains("− plain", new ExperimentTable(Renamed("plain")).ToString());
        var alone = result with { Systems = [.. result.Systems.Where(system => system.Objective is not Supervised)] };
        Assert.DoesNotContain("− sft", new ExperimentTable(alone).ToString());

        ExperimentResult Renamed(string name) => result with
        {
            Systems = [.. result.Systems.Select(system => system.Name == "sft" ? system with { Name = name } : system)],
        };
    }

    [Fact]
    public void An_objective_and_its_match_stand_side_by_side_and_what_was_not_measured_is_no_bar()
    {
        var chart = ExperimentCharts.Scores(Experiments.Small("signed"));
        Assert.Equal(["base", "sft", "signed", "published"], chart.Categories);
        Assert.Equal([50, 45, 43.75, 52.5], chart.Series[0].Y);
        Assert.Equal([double.NaN, double.NaN, double.NaN, 56.25], chart.Series[1].Y);
        Assert.Equal(5.88, chart.Series[1].Errors![3], 1e-9);
    }

    [Theory]
    [InlineData("published", 0)]
    [InlineData("published-matched", 1)]
    public void Of_several_systems_of_one_objective_each_has_a_bar_of_its_own(string name, int series)
    {
        var result = Experiments.Small("signed");
        var again = result.Systems.Single(system => system.Name == name) with
        {
            Name = "again", WholePrompt = new(0.25, 0.03, 240),
        };
        var chart = ExperimentCharts.Scores(result with { Systems = [.. result.Systems, again] });
        Assert.Equal(
            ["again", "base", "published", "published-matched", "sft", "signed"],
            chart.Categories.Order(StringComparer.Ordinal));
        Assert.Equal(52.5, Bar(0, "published"));
        Assert.Equal(56.25, Bar(1, "published-matched"));
        Assert.Equal(25, Bar(series, "again"));
        Assert.Equal(6, chart.Series.SelectMany(own => own.Y).Count(double.IsFinite));

        double Bar(int of, string category) => chart.Series[of].Y[chart.Categories.ToList().IndexOf(category)];
    }
}
