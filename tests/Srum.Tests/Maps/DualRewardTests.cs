using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;

namespace Srum.Tests.Maps;

public sealed class DualRewardTests
{
    private static readonly JudgeRecord Record = new("1", "a red circle", "1.png",
    [
        new(new Box(0, 0, 0.5, 0.5), "a circle", 0.8, null, true),
        new(new Box(0.5, 0.5, 1, 1), "a star", 0.6, null, false),
        new(new Box(0.5, 0, 1, 0.5), "a circle", null, null, true),
        new(new Box(0, 0.5, 0.5, 1), "a star", -0.7, null, false),
    ], new LayoutJudgement(0.4, null), new SampleJudgement(-0.2, null, null), 1, []);

    [Fact]
    public void Boxes_are_rescaled_and_unanswered_regions_left_out_and_irrelevant_ones_neutral_unless_bad()
    {
        var reward = DualReward.From(Record, 8, 4)!;
        Assert.Equal(
            [new(new PixelBox(0, 0, 4, 2), 0.8), new(new PixelBox(4, 2, 8, 4), 0), new(new PixelBox(0, 2, 4, 4), -0.7)],
            reward.Regions);
        Assert.Equal(0.4, reward.Layout);
    }

    [Fact]
    public void The_sparse_reward_keeps_the_sign_alone_and_leaves_out_harmless_regions_of_other_things()
    {
        Assert.Equal(
            [new(new PixelBox(0, 0, 4, 4), 1), new(new PixelBox(0, 4, 4, 8), -1)],
            DualReward.From(Record, 8, 8, RewardKind.Sparse)!.Regions);
        var bad = Record with { Regions = [.. Record.Regions.Select(r => r with { Score = 0, Relevant = true })] };
        Assert.Equal([-1, -1, -1, -1], DualReward.From(bad, 8, 8, RewardKind.Sparse)!.Regions.Select(r => r.Score));
    }

    [Fact]
    public void Local_alone_has_a_neutral_layout_and_global_alone_has_no_regions()
    {
        var local = DualReward.From(Record, 8, 8, RewardKind.Local)!;
        var global = DualReward.From(Record, 8, 8, RewardKind.Global)!;
        Assert.Equal((3, 0.0), (local.Regions.Count, local.Layout));
        Assert.Equal((0, 0.4), (global.Regions.Count, global.Layout));
    }

    [Fact]
    public void The_sample_reward_is_one_region() =>
        Assert.Equal([new(new PixelBox(0, 0, 8, 6), -0.2)], DualReward.From(Record, 8, 6, RewardKind.Sample)!.Regions);

    [Fact]
    public void A_picture_whose_needed_judgement_is_unanswered_has_no_reward()
    {
        var without = Record with { Layout = new(null, null), Sample = new(null, null, null) };
        Assert.All([RewardKind.Dual, RewardKind.Sparse, RewardKind.Global, RewardKind.Sample], kind =>
            Assert.Null(DualReward.From(without, 8, 8, kind)));
        Assert.NotNull(DualReward.From(without, 8, 8, RewardKind.Local));
        Assert.NotNull(DualReward.From(Record with { Layout = new(0, null) }, 8, 8));
    }

    [Fact]
    public void A_round_counts_what_it_leaves_out() =>
        Assert.Equal(new JudgeTally(2, 1, 8, 2, 4), JudgeTally.Of([Record, Record with { Layout = new(null, null) }]));
}
