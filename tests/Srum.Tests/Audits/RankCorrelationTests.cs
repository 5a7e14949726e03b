using CsCheck;
using Srum.Audits;

namespace Srum.Tests.Audits;

public sealed class RankCorrelationTests
{
    private static readonly Gen<double[]> Values = Gen.Int[-4, 4].Select(number => (double)number).Array[2, 30];

    [Fact]
    public void Equal_values_share_their_mean_rank() =>
        Assert.Equal([2.5, 1, 2.5, 4], RankCorrelation.Ranks([7, 3, 7, 9]));

    [Fact]
    public void A_hand_computed_case() =>
        Assert.Equal(0.8, RankCorrelation.Of([1, 2, 3, 4], [10, 30, 20, 40])!.Value, 1e-12);

    [Fact]
    public void A_constant_list_has_no_correlation() => Assert.Null(RankCorrelation.Of([1, 1, 1], [1, 2, 3]));

    [Fact]
    public void A_list_agrees_with_itself_and_opposes_its_negative() =>
        Values.Where(values => values.Distinct().Count() > 1).Sample(values =>
        {
            Assert.Equal(
                1, RankCorrelation.Of(values, [.. values.Select(value => (value * value * value) + 2)])!.Value,
                tolerance: 5e-10);
            Assert.Equal(-1, RankCorrelation.Of(values, [.. values.Select(value => -value)])!.Value, tolerance: 5e-10);
        });
}
