using Srum.Maps;
using Srum.Training;

namespace Srum.Tests.Training;

public sealed class WeightSpreadTests
{
    private static readonly Weighted Settings = new();

    [Fact]
    public void Supervised_training_weighs_everything_alike() =>
        Assert.Equal(new WeightSpread(1, 1, 1), Of(new Supervised()));

    [Fact]
    public void The_published_weights_are_the_layouts_factor_times_one_half_and_up()
    {
        var spread = Of(Settings);
        // Layouts of 0.8 and −0.6 are factors of 0.9 and 0.2; the best region under the first scores 0.6, the
        // background is 0.5.
        Assert.Equal(0.1, spread.Least, 1e-6);
        Assert.Equal(0.9 * ((0.5 * 0.6) + 0.5), spread.Most, 1e-6);
    }

    [Fact]
    public void A_matched_mean_keeps_the_proportions()
    {
        var (released, matched) = (Of(Settings), Of(Settings with { MeanWeight = 0.7 }));
        Assert.Equal(0.7, matched.Mean, 1e-9);
        Assert.Equal(released.Most / released.Mean, matched.Most / matched.Mean, 1e-9);
        Assert.Equal(released.Least / released.Mean, matched.Least / matched.Mean, 1e-9);
    }

    [Fact]
    public void Rewards_of_a_bounded_loss_are_scaled_to_one_mean_and_stay_below_one()
    {
        var dense = new Bounded { Map = MapRule.Dense };
        var (plain, scaled) = (Of(dense), Of(dense with { MeanReward = 0.3 }));
        Assert.Equal(0.3, scaled.Mean, 1e-6);
        Assert.Equal(plain.Most / plain.Mean, scaled.Most / scaled.Mean, 1e-6);
        Assert.Equal(1, Of(dense with { MeanReward = 0.9 }).Most);
    }

    [Fact]
    public void Signed_and_shared_rewards_have_no_mean_to_be_scaled_to()
    {
        Bounded[] refused = [new() { Map = MapRule.Signed }, new() { Share = PictureShare.Rank }];
        Assert.All(refused, objective => Assert.Contains(
            "meanReward",
            Assert.Throws<SettingException>(() => (objective with { MeanReward = 0.5 }).Validate()).Message));
    }

    [Fact]
    public void Weights_with_no_mean_above_nothing_cannot_be_matched()
    {
        var examples = TrainerTests.Examples().Take(2).ToArray(); // scores −1 and −0.6 alone
        var settings = Settings with { Map = MapRule.Signed, MeanWeight = 1 };
        Assert.Contains(
            "cannot be scaled", Assert.Throws<SrumException>(() => WeightSpread.Of(examples, settings)).Message);
    }

    [Fact]
    public void A_picture_shares_the_mean_of_its_map_or_its_place_in_its_prompt()
    {
        var (each, shared) = (Of(Settings), Of(new Bounded { Share = PictureShare.Mean }));
        Assert.Equal(each.Mean, shared.Mean, 1e-6);
        Assert.True(shared.Least > each.Least || shared.Most < each.Most);
        // Six prompts of one picture each, then the six under one prompt.
        Assert.Equal((0.5, 0.5, 0.5), Rounded(Of(new Bounded { Share = PictureShare.Rank })));
        TrainExample[] together =
            [.. TrainerTests.Examples().Select(example => example with { Prompt = "one for all" })];
        Assert.Equal((0.5, 0, 1), Rounded(WeightSpread.Of(together, new Bounded { Share = PictureShare.Rank })));
    }

    [Fact]
    public void A_bounded_loss_takes_signed_weights_from_nothing_to_one_with_the_background_neutral()
    {
        // Factors 0.9 and 0.2 of regions that score −1 to 1; the pixel weight of a cut token is not cut here.
        var (signed, bounded) = (Of(Settings with { Map = MapRule.Signed }), Of(new Bounded { Map = MapRule.Signed }));
        Assert.Equal((1 + signed.Mean) / 2, bounded.Mean, 1e-6);
        Assert.Equal((1 + signed.Least) / 2, bounded.Least, 1e-6);
        Assert.Equal((1 + signed.Most) / 2, bounded.Most, 1e-6);
        var painted = MapRule.Own(
            "beyond",
            (_, width, height) => [.. Enumerable.Range(0, width * height).Select(i => i % 2 == 0 ? 3f : -3f)]);
        Assert.Equal((0.5, 0, 1), Rounded(Of(new Bounded { Map = painted })));
    }

    private static (double Mean, double Least, double Most) Rounded(WeightSpread spread) =>
        (Math.Round(spread.Mean, 9), Math.Round(spread.Least, 9), Math.Round(spread.Most, 9));

    private static WeightSpread Of(Objective objective) => WeightSpread.Of(TrainerTests.Examples(), objective);
}
