using Srum.Rounds;
using Srum.Tests.Display;

namespace Srum.Tests.Rounds;

public class HeadlineTests
{
    [Fact]
    public void It_says_what_became_of_the_default_system_and_how_sure_that_is()
    {
        var result = Experiments.Small("sft");
        Assert.Equal(
            "After training by 'published-matched' 56.3 % of the pictures are right, "
            + "6.3 ± 3.4 points more than before.",
            ExperimentReport.Headline(result));

        var chance = result with { Comparisons = [.. result.Comparisons.Select(pair => pair with { P = 0.4 })] };
        Assert.EndsWith("before: a difference that chance makes too.", ExperimentReport.Headline(chance));
    }

    [Fact]
    public void Nothing_trained_or_scored_has_none()
    {
        var result = Experiments.Small("sft");
        Assert.Empty(ExperimentReport.Headline(result with { Comparisons = [] }));
        Assert.Empty(ExperimentReport.Headline(result with { DefaultSystem = "unknown" }));
    }
}
