using Srum.Display;

namespace Srum.Tests.Display;

public sealed class AblationTableTests
{
    [Fact]
    public void As_text_it_looks_as_it_did() => Golden.Same(new AblationTable(Ablations.Small("regions and layout (signed)")).ToString(), "display/ablation.txt");

    [Fact]
    public void With_one_training_it_says_what_the_errors_leave_out()
    {
        var two = Ablations.Small("regions");
        var one = two with { Result = two.Result with { Systems = [.. two.Result.Systems.Select(system => system with { TrainingSeeds = [.. system.TrainingSeeds.Take(1)] })] } };
        Assert.DoesNotContain("leave out", new AblationTable(two).ToString());
        Assert.Contains("leave out", new AblationTable(one).ToString());
    }

    [Fact]
    public void A_setting_and_its_match_stand_side_by_side_and_what_was_not_measured_is_no_bar()
    {
        var chart = AblationCharts.Scores(Ablations.Small("regions"));
        Assert.Equal(["base", "sft", "srum-signed", "srum"], chart.Categories);
        Assert.Equal([50, 45, 43.75, 52.5], chart.Series[0].Y);
        Assert.Equal([double.NaN, double.NaN, double.NaN, 56.25], chart.Series[1].Y);
        Assert.Equal(3, chart.Series[1].Errors![3], 9);
    }
}
