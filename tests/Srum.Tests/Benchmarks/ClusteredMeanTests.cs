using CsCheck;
using Srum.Evaluation;

namespace Srum.Tests.Benchmarks;

/// <summary>Errors count what is independent.</summary>
public sealed class ClusteredMeanTests
{
    private static readonly Gen<double[]> Values = Gen.Double[0, 100].Array[2, 20];

    [Fact]
    public void One_value_a_cluster_is_the_plain_estimate() => Values.Sample(values =>
    {
        var (plain, clustered) = (Estimate.Of(values), ClusteredMean.Of(Clusters(values))!);
        Assert.Equal(plain.Mean, clustered.Mean, 1e-9);
        Assert.Equal(plain.StandardError, clustered.StandardError, 1e-9);
        Assert.Equal(plain.Count, clustered.Count);
    });

    [Fact]
    public void A_second_picture_that_says_the_same_adds_nothing() => Values.Sample(values =>
    {
        var (once, twice) = (
            ClusteredMean.Of(Clusters(values))!, ClusteredMean.Of([.. Clusters(values), .. Clusters(values)])!);
        Assert.Equal(once.Mean, twice.Mean, 1e-9);
        Assert.Equal(once.StandardError, twice.StandardError, 1e-9);
    });

    [Fact]
    public void The_mean_of_a_group_with_itself_is_no_surer() => Values.Sample(values =>
        Assert.Equal(ClusteredMean.Of(Clusters(values))!.StandardError,
            ClusteredMean.OfMeans([Clusters(values), Clusters(values)])!.StandardError, 1e-9));

    [Fact]
    public void Groups_of_different_prompts_are_independent() => Gen.Select(Values, Values).Sample((a, b) =>
    {
        var both = ClusteredMean.OfMeans([Clusters(a, "a"), Clusters(b, "b")])!;
        Assert.Equal((a.Average() + b.Average()) / 2, both.Mean, 1e-9);
        Assert.Equal(
            double.Hypot(Estimate.Of(a).StandardError, Estimate.Of(b).StandardError) / 2, both.StandardError, 1e-9);
        Assert.Equal(a.Length + b.Length, both.Count);
    });

    [Fact]
    public void Nothing_has_no_mean()
    {
        Assert.Null(ClusteredMean.Of(Array.Empty<ClusterValue>()));
        Assert.Null(ClusteredMean.OfMeans([]));
        Assert.Null(ClusteredMean.OfMeans([Clusters([1, 2]), []]));
        Assert.Equal(0, ClusteredMean.Of(Clusters([5]))!.StandardError);
    }

    private static ClusterValue[] Clusters(double[] values, string name = "") =>
        [.. values.Select((value, i) => new ClusterValue($"{name}{i}", value))];
}
