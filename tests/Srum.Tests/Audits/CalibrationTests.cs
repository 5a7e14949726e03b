using CsCheck;
using Srum.Audits;

namespace Srum.Tests.Audits;

public sealed class CalibrationTests
{
    private static readonly Gen<ScoredTruth[]> Items = Gen.Select(Gen.Int[0, 5], Gen.Double[0.001, 0.999], Gen.Bool)
        .Select((prompt, score, right) => new ScoredTruth($"p{prompt}", score, right))
        .Array[1, 60];

    [Fact]
    public void A_calibrated_judge_stands_on_the_diagonal()
    {
        var calibration = Calibration.Of(Calibrated(new SeededRandom(5), 20_000));
        Assert.Equal(10, calibration.Bins.Count);
        Assert.All(calibration.Bins, bin => Assert.Equal(bin.MeanScore, bin.ShareRight, tolerance: 0.05));
        Assert.InRange(calibration.Error, 0, 0.02);
        // The error bars hold the diagonal in about 95 of 100 bins.
        Assert.True(calibration.Bins.Count(bin => Math.Abs(bin.MeanScore - bin.ShareRight) <= bin.HalfInterval) >= 8);
    }

    [Fact]
    public void A_calibrated_judge_stays_below_the_limit_of_chance_in_about_95_of_100_samples()
    {
        var random = new SeededRandom(2);
        var within =
            Enumerable.Range(0, 200).Count(_ => Calibration.Of(Calibrated(random, 120), seed: 1).IsWithinChance);
        Assert.InRange(within, 178, 199);
    }

    [Theory]
    [InlineData(0.95, 0.5)]
    [InlineData(0.3, 0.3)]
    [InlineData(0.0, 1.0)]
    public void A_judge_of_one_opinion_errs_by_its_distance_from_the_share_that_is_right(double score, double right)
    {
        var items = Enumerable.Range(0, 100).Select(i => new ScoredTruth($"{i}", score, i < 100 * right)).ToArray();
        Assert.Equal(Math.Abs(score - right), Calibration.Of(items).Error, 1e-12);
    }

    [Fact]
    public void An_overconfident_judge_is_found_out()
    {
        var random = new SeededRandom(9);
        var items = Calibrated(random, 600)
            .Select(item => item with { Score = item.Score < 0.5 ? item.Score / 4 : 1 - ((1 - item.Score) / 4) })
            .ToArray();
        Assert.False(Calibration.Of(items).IsWithinChance);
    }

    [Fact]
    public void Knowing_everything_is_calibrated() => Items.Sample(items =>
        Assert.Equal(0, Calibration.Of([.. items.Select(item => item with { Score = item.Right ? 1 : 0 })]).Error));

    [Fact]
    public void Neither_order_nor_prompts_nor_doubling_change_the_error() => Items.Sample(items =>
    {
        var error = Calibration.Of(items).Error;
        Assert.Equal(error, Calibration.Of([.. items.Reverse()]).Error, tolerance: 1e-12);
        Assert.Equal(
            error, Calibration.Of([.. items.Select(item => item with { Prompt = "p" })]).Error, tolerance: 1e-12);
        Assert.Equal(error, Calibration.Of([.. items, .. items]).Error, tolerance: 1e-12);
    });

    [Fact]
    public void Doubt_and_belief_exchanged_give_the_same_error() => Items.Sample(items =>
    {
        var turned = items.Select(item => item with { Score = 1 - item.Score, Right = !item.Right }).ToArray();
        // At a bin's edge the turned score may fall into the neighbour: an odd number of bins around scores off the
        // edges.
        if (items.All(item => Math.Abs((item.Score * 7) - Math.Round(item.Score * 7)) > 1e-9))
        {
            Assert.Equal(Calibration.Of(items, 7).Error, Calibration.Of(turned, 7).Error, tolerance: 1e-9);
        }
    });

    [Fact]
    public void Bins_hold_every_picture_once_and_errors_stay_in_range() =>
        Items.Select(Gen.Int[1, 20]).Sample((items, bins) =>
        {
            var calibration = Calibration.Of(items, bins);
            Assert.Equal(items.Length, calibration.Bins.Sum(bin => bin.Count));
            Assert.InRange(calibration.Error, 0, 1);
            Assert.All(calibration.Bins, bin =>
            {
                Assert.InRange(bin.MeanScore, bin.Low - 1e-12, bin.High + 1e-12);
                Assert.InRange(bin.HalfInterval, 0, 1);
            });
        });

    [Fact]
    public void An_error_bar_does_not_vanish_where_all_are_right() =>
        Assert.InRange(new CalibrationBin(0.9, 1, 0.95, 1, 4).HalfInterval, 0.4, 0.6);

    [Theory]
    [InlineData(-0.2)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_score_that_is_no_probability_is_refused(double score) =>
        Assert.Contains("[0, 1]", Assert.Throws<SrumException>(() => Calibration.Of([new("p", score, true)])).Message);

    [Fact]
    public void Nothing_is_calibrated_by_nothing() => Assert.Equal(0, Calibration.Of([]).Count);

    private static ScoredTruth[] Calibrated(SeededRandom random, int count) =>
        [.. Enumerable.Range(0, count).Select(i =>
        {
            var score = random.NextDouble();
            return new ScoredTruth($"{i}", score, random.Chance(score));
        })];
}
