using CsCheck;
using Srum.Evaluation;

namespace Srum.Tests.Evaluation;

public sealed class EstimateTests
{
    private static readonly Gen<double[]> Values = Gen.Double[-10, 10].Array[2, 50];

    [Fact]
    public void A_mean_of_four_has_half_the_sample_deviation_as_its_error()
    {
        var estimate = Estimate.Of([0, 0, 1, 1]);
        Assert.Equal(0.5, estimate.Mean);
        Assert.Equal(Math.Sqrt(1 / 3.0) / 2, estimate.StandardError, 1e-12);
        Assert.Equal(4, estimate.Count);
    }

    [Fact]
    public void One_value_has_no_error_and_none_has_no_count()
    {
        Assert.Equal(new Estimate(0.3, 0, 1), Estimate.Of([0.3]));
        Assert.Equal(new Estimate(0, 0, 0), Estimate.Of([]));
    }

    [Fact]
    public void A_ratio_of_parts_to_equal_wholes_is_the_mean_of_the_shares() => Values.Sample(values =>
    {
        var (ratio, mean) = (Estimate.Ratio([.. values.Select(value => (value, 4.0))]),
            Estimate.Of([.. values.Select(value => value / 4)]));
        Assert.Equal(
            (mean.Mean, mean.StandardError, mean.Count), (ratio.Mean, ratio.StandardError, ratio.Count), Close);

        static bool Close((double Mean, double Error, int Count) a, (double Mean, double Error, int Count) b) =>
            Math.Abs(a.Mean - b.Mean) < 1e-9 && Math.Abs(a.Error - b.Error) < 1e-9 && a.Count == b.Count;
    });

    [Fact]
    public void A_ratio_counts_items_by_their_size()
    {
        var ratio = Estimate.Ratio([(1, 2), (3, 10)]);
        Assert.Equal(4 / 12.0, ratio.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(2 * ((1 / 9.0) + (1 / 9.0))) / 12, ratio.StandardError, 1e-12);
        Assert.Equal(new Estimate(0.5, 0, 1), Estimate.Ratio([(1, 2)]));
        Assert.Equal(new Estimate(0, 0, 0), Estimate.Ratio([]));
    }

    [Fact]
    public void A_shift_moves_the_mean_alone() => Values.Select(Gen.Double[-5, 5]).Sample((values, shift) =>
    {
        var (plain, shifted) = (Estimate.Of(values), Estimate.Of([.. values.Select(value => value + shift)]));
        Assert.Equal(plain.Mean + shift, shifted.Mean, tolerance: 5e-10);
        Assert.Equal(plain.StandardError, shifted.StandardError, tolerance: 5e-10);
    });

    [Fact]
    public void The_order_of_values_does_not_matter() => Values.Sample(values =>
        Assert.Equal(
            Estimate.Of(values).StandardError, Estimate.Of([.. values.Reverse()]).StandardError, tolerance: 5e-10));
}
