using CsCheck;
using Srum.Evaluation;

namespace Srum.Tests.Evaluation;

public sealed class PairedBootstrapTests
{
    private static readonly Gen<double[]> Row = Gen.Double[0, 1].Array[20];

    [Fact]
    public void A_system_does_not_differ_from_itself() => Row.Sample(
        row =>
        {
            var comparison = PairedBootstrap.Compare(System("a", row), System("b", row), 1, 200);
            Assert.Equal((0.0, 0.0, 1.0), (comparison.Difference, comparison.Stderr, comparison.P));
        },
        iter: 20);

    [Fact]
    public void Swapping_the_systems_turns_the_sign_alone() => Gen.Select(Row, Row).Sample(
        (x, y) =>
        {
            var (there, back) = (PairedBootstrap.Compare(System("a", x), System("b", y), 5, 300),
                PairedBootstrap.Compare(System("b", y), System("a", x), 5, 300));
            Assert.Equal(there.Difference, -back.Difference, tolerance: 5e-13);
            Assert.Equal(there.Stderr, back.Stderr, tolerance: 5e-10);
            Assert.Equal(there.P, back.P, tolerance: 5e-10);
        },
        iter: 20);

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        double[] x = [1, 0, 1, 1, 0, 1, 0, 1], y = [0, 0, 1, 0, 0, 1, 1, 0];
        Assert.Equal(
            PairedBootstrap.Compare(System("a", x), System("b", y), 3),
            PairedBootstrap.Compare(System("a", x), System("b", y), 3));
        Assert.NotEqual(
            PairedBootstrap.Compare(System("a", x), System("b", y), 3).Stderr,
            PairedBootstrap.Compare(System("a", x), System("b", y), 4).Stderr);
    }

    [Fact]
    public void Each_category_has_the_difference_of_its_own_prompts_and_a_lost_one_is_named()
    {
        var random = new SeededRandom(2);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        double[] y = [.. x.Select((value, i) => value + (i % 2 == 0 ? 0.2 : -0.2) + (0.05 * random.NextNormal()))];
        SystemScores Named(string name, double[] row) => new(
            name, [], [.. row.Select((_, i) => i % 2 == 0 ? "odd" : "even")], [row]);
        var comparison = PairedBootstrap.CompareByCategory(Named("a", x), Named("b", y), 1, 400);
        Assert.Equal(["even", "odd"], comparison.ByCategory!.Keys);
        Assert.Equal(PairedBootstrap.Compare(
            System("a", [.. x.Where((_, i) => i % 2 == 0)]), System("b", [.. y.Where((_, i) => i % 2 == 0)]), 1,
            400).Difference, comparison.ByCategory["odd"].Mean);
        Assert.Equal(100, comparison.ByCategory["odd"].Count);
        Assert.Equal(["odd"], comparison.Lost);
        Assert.Null(
            PairedBootstrap.CompareByCategory(
                Named("a", x) with { Categories = [.. x.Select(_ => "")] }, Named("b", y), 1, 400).ByCategory);
    }

    [Fact]
    public void The_error_is_that_of_the_mean_of_the_paired_differences()
    {
        var random = new SeededRandom(11);
        double[] x = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble())];
        double[] y = [.. x.Select(value => value - 0.05 + (0.1 * random.NextNormal()))];
        var paired = Estimate.Of([.. x.Zip(y, (a, b) => a - b)]);
        var comparison = PairedBootstrap.Compare(System("a", x), System("b", y), 1, 4000);
        Assert.Equal(paired.Mean, comparison.Difference, 12);
        Assert.InRange(comparison.Stderr / paired.StandardError, 0.95, 1.05);
        Assert.True(comparison.P < 0.01);
    }

    [Fact]
    public void Systems_without_a_difference_are_found_different_about_once_in_twenty()
    {
        var random = new SeededRandom(4);
        var found = Enumerable.Range(0, 400)
            .Count(trial => PairedBootstrap.Compare(Noise("a"), Noise("b"), trial, 400).P < 0.05);
        Assert.InRange(found / 400.0, 0.02, 0.09);

        SystemScores Noise(string name) => System(name, [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())]);
    }

    [Fact]
    public void Training_seeds_that_disagree_widen_the_error()
    {
        double[] low = [.. Enumerable.Repeat(0.4, 50)], high = [.. Enumerable.Repeat(0.6, 50)], middle =
            [.. Enumerable.Repeat(0.5, 50)];
        var seeds = new SystemScores("a", [1, 2], [.. low.Select(_ => "all")], [low, high]);
        Assert.True(PairedBootstrap.Compare(seeds, System("b", middle), 1, 1000).Stderr > 0.05);
        Assert.Equal(0.1, seeds.Overall.StandardError, 12);
    }

    [Fact]
    public void Different_prompt_counts_are_refused() =>
        Assert.Throws<SrumException>(() => PairedBootstrap.Compare(System("a", [1, 0]), System("b", [1]), 1));

    [Fact]
    public void The_smallest_detectable_difference_is_found_in_four_of_five_repeats()
    {
        const double error = 0.03;
        var random = new SeededRandom(8);
        var truth = PairedBootstrap.SmallestDetectableDifference(error);
        var found =
            Enumerable.Range(0, 20_000).Count(_ => Math.Abs(truth + (error * random.NextNormal())) > 1.96 * error);
        Assert.InRange(found / 20_000.0, 0.785, 0.815);
    }

    private static SystemScores System(string name, double[] row) => new(name, [], [.. row.Select(_ => "all")], [row]);
}
