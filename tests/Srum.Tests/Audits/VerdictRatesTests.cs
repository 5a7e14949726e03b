using CsCheck;
using Srum.Audits;

namespace Srum.Tests.Audits;

public sealed class VerdictRatesTests
{
    private static readonly Gen<ScoredTruth[]> Items = Gen.Select(Gen.Int[0, 5], Gen.Double[0, 1], Gen.Bool)
        .Select((prompt, score, right) => new ScoredTruth($"p{prompt}", score, right))
        .Array[1, 60];

    [Fact]
    public void A_judge_that_always_says_yes_is_biased_by_the_share_of_wrong_pictures()
    {
        var rates = VerdictRates.Of([.. Enumerable.Range(0, 10).Select(i => new ScoredTruth($"{i}", 1, i < 3))]);
        Assert.Equal(
            (1.0, 0.3, 1.0, 1.0),
            (rates.SaysYes.Mean, rates.AreRight.Mean, rates.YesToRight.Mean, rates.YesToWrong.Mean));
        Assert.Equal(0.7, rates.YesBias.Mean, 1e-12);
    }

    [Fact]
    public void A_judge_that_knows_has_no_bias() => Items.Sample(items =>
    {
        var rates = VerdictRates.Of([.. items.Select(item => item with { Score = item.Right ? 1 : 0 })]);
        Assert.Equal(0, rates.YesBias.Mean);
        Assert.Equal(0, rates.YesToWrong.Mean);
    });

    [Fact]
    public void The_bias_is_the_difference_of_the_two_shares() => Items.Sample(items =>
    {
        var rates = VerdictRates.Of(items);
        Assert.Equal(rates.SaysYes.Mean - rates.AreRight.Mean, rates.YesBias.Mean, tolerance: 1e-12);
    });

    [Fact]
    public void A_higher_threshold_never_says_yes_more_often() =>
        Gen.Select(Items, Gen.Double[0, 1], Gen.Double[0, 1]).Sample((items, a, b) =>
            Assert.True(
                VerdictRates.Of(items, Math.Max(a, b)).SaysYes.Mean
                    <= VerdictRates.Of(items, Math.Min(a, b)).SaysYes.Mean + 1e-12));

    [Fact]
    public void Each_prompt_counts_once() =>
        Assert.Equal(
            0.5,
            VerdictRates.Of([new("a", 1, true), new("b", 0, true), new("b", 0, true), new("b", 0, true)]).SaysYes.Mean);
}
