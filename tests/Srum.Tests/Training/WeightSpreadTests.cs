using Srum.Rewards;
using Srum.Training;

namespace Srum.Tests.Training;

public sealed class WeightSpreadTests
{
    private static readonly TrainSettings Settings = new();

    [Fact]
    public void Supervised_training_weighs_everything_alike() => Assert.Equal(new WeightSpread(1, 1, 1), Of(Settings.AsSft()));

    [Fact]
    public void The_published_weights_are_the_layouts_factor_times_one_half_and_up()
    {
        var spread = Of(Settings);
        // Layouts of 0.8 and −0.6 are factors of 0.9 and 0.2; the best region under the first scores 0.6, the background is 0.5.
        Assert.Equal(0.1, spread.Least, 6);
        Assert.Equal(0.9 * ((0.5 * 0.6) + 0.5), spread.Most, 6);
    }

    [Fact]
    public void A_matched_mean_keeps_the_proportions()
    {
        var (released, matched) = (Of(Settings), Of(Settings with { MatchedMeanWeight = 0.7 }));
        Assert.Equal(0.7, matched.Mean, 9);
        Assert.Equal(released.Most / released.Mean, matched.Most / matched.Mean, 9);
        Assert.Equal(released.Least / released.Mean, matched.Least / matched.Mean, 9);
    }

    [Fact]
    public void Weights_with_no_mean_above_nothing_cannot_be_matched()
    {
        var examples = TrainerTests.Examples().Take(2).ToArray(); // scores −1 and −0.6 alone
        var settings = Settings with { Rule = MapRule.Signed, MatchedMeanWeight = 1 };
        Assert.Contains("cannot be scaled", Assert.Throws<SrumException>(() => WeightSpread.Of(examples, settings)).Message);
    }

    private static WeightSpread Of(TrainSettings settings) => WeightSpread.Of(TrainerTests.Examples(), settings);
}
