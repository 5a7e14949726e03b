using CsCheck;
using Srum.Audits;

namespace Srum.Tests.Audits;

public sealed class GroupBiasTests
{
    private static readonly Gen<BlockScore[]> Scores = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Double[-1, 1])
        .Select((block, group, score) => new BlockScore($"b{block}", $"g{group}", score))
        .Array[2, 40];

    [Fact]
    public void A_shift_of_a_whole_block_changes_nothing_but_the_level() =>
        Scores.Select(Gen.Double[-5, 5]).Sample((scores, shift) =>
        {
            var (plain, moved) = (GroupBias.Of(scores, shuffles: 50), GroupBias.Of(
                [.. scores.Select(score => score.Block == "b1" ? score with { Score = score.Score + shift } : score)],
                shuffles: 50));
            Assert.Equal(plain.Spread, moved.Spread, tolerance: 1e-9);
            Assert.Equal(plain.P, moved.P, tolerance: 1e-9);
        });

    [Fact]
    public void New_names_change_nothing() => Scores.Sample(scores =>
    {
        var named = GroupBias.Of(
            [.. scores.Select(score => score with { Group = "the " + score.Group, Block = "x" + score.Block })],
            shuffles: 50);
        Assert.Equal(GroupBias.Of(scores, shuffles: 50).Spread, named.Spread, tolerance: 1e-12);
    });

    [Fact]
    public void A_scale_scales_the_spread_alone() => Scores.Sample(scores =>
    {
        var (plain, doubled) = (GroupBias.Of(scores, shuffles: 50),
            GroupBias.Of([.. scores.Select(score => score with { Score = 2 * score.Score })], shuffles: 50));
        Assert.Equal(2 * plain.Spread, doubled.Spread, tolerance: 1e-9);
    });

    [Fact]
    public void A_preferred_place_is_found()
    {
        var bias = GroupBias.Of(Made(new SeededRandom(3), blocks: 20, liking: 0.3));
        Assert.Equal("left", bias.Groups.MaxBy(group => group.Value.Mean).Key);
        Assert.Equal(0.3, bias.Spread, tolerance: 0.1);
        Assert.True(bias.P < 0.005);
        Assert.Equal(20, bias.Blocks);
    }

    [Fact]
    public void Where_nothing_is_preferred_a_bias_is_found_about_once_in_twenty()
    {
        var random = new SeededRandom(6);
        var found = Enumerable.Range(0, 300)
            .Count(trial => GroupBias.Of(Made(random, blocks: 8, liking: 0), trial, 199).P <= 0.05);
        Assert.InRange(found / 300.0, 0.02, 0.09);
    }

    [Fact]
    public void A_block_of_one_group_says_nothing()
    {
        var bias = GroupBias.Of([new("a", "left", 1), new("a", "left", 0), new("b", "right", 1)]);
        Assert.Equal((0, 0.0, 1.0), (bias.Blocks, bias.Spread, bias.P));
        Assert.Empty(bias.Groups);
    }

    // Blocks of very different levels, so that a comparison without blocks would see nothing.
    private static BlockScore[] Made(SeededRandom random, int blocks, double liking) =>
    [
        .. Enumerable.Range(0, blocks).SelectMany(block =>
        {
            var level = 3 * random.NextNormal();
            return ((string[])["left", "middle", "right"]).Select(place =>
                new BlockScore(
                    $"{block}", place, level + (place == "left" ? liking : 0) + (0.1 * random.NextNormal())));
        }),
    ];
}
