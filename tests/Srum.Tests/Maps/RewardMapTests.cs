using CsCheck;
using Srum.Imaging;
using Srum.Maps;

namespace Srum.Tests.Maps;

public sealed class RewardMapTests
{
    // Two boxes that overlap in the pixel (1, 1) of a 4 × 2 picture; α = 0.75.
    private static readonly DualReward Overlapping = new(
        [new(new PixelBox(0, 0, 2, 2), 0.5), new(new PixelBox(1, 1, 3, 2), -0.8)], 0.5);

    [Fact]
    public void Published_takes_the_maximum_from_a_floor_of_one_half() => Equal(
        [0.5625f, 0.5625f, 0.375f, 0.375f,
         0.5625f, 0.5625f, 0.375f, 0.375f],
        RewardMap.Paint(MapRule.Published, 4, 2, Overlapping).Pixels);

    [Fact]
    public void Signed_takes_the_score_of_largest_magnitude_on_a_background_of_zero() => Equal(
        [0.375f, 0.375f, 0, 0,
         0.375f, -0.6f, -0.6f, 0],
        RewardMap.Paint(MapRule.Signed, 4, 2, Overlapping).Pixels);

    [Fact]
    public void Dense_takes_the_minimum_and_lets_regions_fall_below_neutral() => Equal(
        [0.5625f, 0.5625f, 0.375f, 0.375f,
         0.5625f, 0.075f, 0.075f, 0.375f],
        RewardMap.Paint(MapRule.Dense, 4, 2, Overlapping).Pixels);

    [Fact]
    public void Area_pooling_averages_the_pixels_of_a_token_and_shares_those_that_a_border_cuts()
    {
        var map = RewardMap.Paint(MapRule.Dense with { AlphaScale = 0, AlphaOffset = 1 }, 3, 1, new DualReward(
            [new(new PixelBox(0, 0, 1, 1), 1), new(new PixelBox(2, 0, 3, 1), -1)], 0));
        Equal([(1 + 0.25f) / 1.5f, 0.25f / 1.5f], map.TokenWeights(1, 2));
        Equal([0.5f], map.TokenWeights(1, 1));
        Equal([1, 0.5f, 0], map.TokenWeights(1, 3));
    }

    [Fact]
    public void Bilinear_pooling_samples_at_token_centres_and_misses_a_thin_region()
    {
        var reward = new DualReward([new(new PixelBox(0, 0, 1, 8), 1)], 1);
        Equal([0.5f, 0.5f], RewardMap.Paint(MapRule.Published, 8, 1, reward).TokenWeights(1, 2));
        Equal(
            [0.625f, 0.5f],
            RewardMap.Paint(MapRule.Published with { Pooling = MapPooling.Area }, 8, 1, reward).TokenWeights(1, 2));
    }

    [Fact]
    public void A_negative_weight_stops_at_the_cap()
    {
        var bad = new DualReward([new(new PixelBox(0, 0, 4, 4), -1)], 1);
        Equal([-0.5f], RewardMap.Paint(MapRule.Signed, 4, 4, bad).TokenWeights(1, 1));
        Equal([-0.2f], RewardMap.Paint(MapRule.Signed with { NegativeCap = 0.2 }, 4, 4, bad).TokenWeights(1, 1));
        Equal([-1f], RewardMap.Paint(MapRule.Signed with { NegativeCap = null }, 4, 4, bad).TokenWeights(1, 1));
    }

    [Fact]
    public void Of_two_scores_equally_far_from_zero_the_bad_one_counts_whatever_the_order()
    {
        var box = new PixelBox(0, 0, 1, 1);
        Equal([-0.4f], RewardMap.Paint(MapRule.Signed, 1, 1, new([new(box, -0.4), new(box, 0.4)], 1)).Pixels);
        Equal([-0.4f], RewardMap.Paint(MapRule.Signed, 1, 1, new([new(box, 0.4), new(box, -0.4)], 1)).Pixels);
    }

    [Fact]
    public void A_picture_without_a_layout_factor_is_not_scaled() =>
        Equal([0.5f], RewardMap.Paint(MapRule.Published, 1, 1, new([], null)).Pixels);

    [Fact]
    public void No_order_of_regions_changes_a_map() =>
        Gen.Select(
            Gen.Int[0, 2],
            Gen.Select(Gen.Int[-2, 9], Gen.Int[-2, 9], Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[-10, 10]).Array[0, 5],
            Gen.Int[-10, 10])
            .Sample((rule, rows, layout) =>
            {
                var regions = rows.Select(
                    r => new ScoredRegion(
                        new PixelBox(r.Item1, r.Item2, r.Item1 + r.Item3, r.Item2 + r.Item4), r.Item5 / 10.0))
                    .ToList();
                var map = RewardMap.Paint(MapRule.All[rule], 8, 7, new(regions, layout / 10.0));
                var turned = RewardMap.Paint(
                    MapRule.All[rule], 8, 7, new([.. regions.AsEnumerable().Reverse()], layout / 10.0));
                var weights = map.TokenWeights(3, 4);
                var least = rule == 1 ? -MapRule.Signed.NegativeCap!.Value : 0;
                return map.Pixels.SequenceEqual(turned.Pixels) && weights.All(w => w >= least - 1e-6 && w <= 1 + 1e-6);
            });

    [Fact]
    public void Area_pooling_keeps_the_mean() =>
        Gen.Select(Gen.Int[1, 13], Gen.Int[1, 9], Gen.Int[1, 6], Gen.Int[1, 6]).Sample((width, height, rows, columns) =>
        {
            var map = RewardMap.Paint(
                MapRule.Dense, width, height,
                new([new(new PixelBox(1, 0, 4, 3), 0.7), new(new PixelBox(3, 2, 9, 9), -0.3)], 0.4));
            return Math.Abs(map.TokenWeights(rows, columns).Average() - map.Pixels.Average()) < 1e-5;
        });

    [Theory]
    [InlineData(0.1, 0.1, 0.5, 0.6, 3, 3, 16, 19)]
    [InlineData(0.5, 0.5, 0.501, 0.501, 16, 16, 17, 17)]
    [InlineData(0.999, 0, 1, 1, 31, 0, 32, 32)]
    public void A_relative_box_becomes_whole_pixels_at_least_one(
        double l, double t, double r, double b, int left, int top, int right, int bottom) =>
        Assert.Equal(new PixelBox(left, top, right, bottom), PixelBox.From(new Box(l, t, r, b), 32, 32));

    [Fact]
    public void A_rule_is_found_by_its_name()
    {
        Assert.Same(MapRule.Dense, MapRule.Find("dense"));
        Assert.Contains("published, signed, dense", Assert.Throws<SrumException>(() => MapRule.Find("max")).Message);
    }

    [Fact]
    public void A_rule_of_ones_own_paints_the_map()
    {
        var rule = MapRule.Own(
            "counted",
            (reward, width, height) =>
                [.. Enumerable.Repeat(reward.Regions.Count * (float)reward.Layout!.Value, width * height)]);
        var map = RewardMap.Paint(rule, 4, 2, Overlapping with { Layout = -1 });

        Equal(Enumerable.Repeat(-(float)Overlapping.Regions.Count, 8), map.Pixels);
        Equal([-0.5f, -0.5f], map.TokenWeights(1, 2));
    }

    /// <summary>A region that nothing overlaps weighs what the rule says, floor and layout included.</summary>
    [Fact]
    public void The_weight_of_a_region_is_what_is_painted_in_it()
    {
        foreach (var rule in MapRule.All)
        {
            (double, double?)[] scores = [(0.9, 0.9), (-0.8, 0.9), (-1, -0.5), (0, 1), (1, null)];
            foreach (var (score, layout) in scores)
            {
                var map = RewardMap.Paint(rule, 4, 4, new DualReward([new(new(1, 1, 2, 2), score)], layout));
                Assert.Equal(rule.Weight(score, layout), map.Pixels[5], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, float.NaN)]
    public void A_rule_that_paints_no_map_is_named(int count, float weight) => Assert.Contains(
        "'short' painted",
        Assert.Throws<SrumException>(() => RewardMap.Paint(
            MapRule.Own("short", (_, _, _) => [.. Enumerable.Repeat(weight, count)]), 4, 2, Overlapping)).Message);

    [Theory]
    [InlineData("dense")]
    [InlineData("")]
    [InlineData("../up")]
    public void A_rule_of_ones_own_needs_a_name_of_its_own(string name) =>
        Assert.Contains(
            "published, signed, dense", Assert.Throws<SrumException>(() => MapRule.Own(name, (_, _, _) => [])).Message);

    private static void Equal(IEnumerable<float> expected, IEnumerable<float> got) =>
        Assert.Equal(expected.Select(v => (double)v), got.Select(v => (double)v), (a, b) => Math.Abs(a - b) < 1e-6);
}
