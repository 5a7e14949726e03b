using CsCheck;
using Srum.Evaluation;

namespace Srum.Tests.Evaluation;

public sealed class PairedTestTests
{
    private static readonly Gen<double[]> Row = Gen.Double[0, 1].Array[20];

    [Fact]
    public void A_system_does_not_differ_from_itself() => Row.Sample(
        row =>
        {
            var comparison = PairedTest.Compare(System("a", row), System("b", row));
            Assert.Equal((0.0, 0.0, 1.0), (comparison.Difference, comparison.Stderr, comparison.P));
        },
        iter: 20);

    [Fact]
    public void Swapping_the_systems_turns_the_sign_alone() => Gen.Select(Row, Row).Sample(
        (x, y) =>
        {
            var (there, back) = (PairedTest.Compare(System("a", x), System("b", y)),
                PairedTest.Compare(System("b", y), System("a", x)));
            Assert.Equal(there.Difference, -back.Difference, tolerance: 5e-13);
            Assert.Equal(there.Stderr, back.Stderr, tolerance: 5e-10);
            Assert.Equal(there.P, back.P, tolerance: 5e-10);
        },
        iter: 20);

    /// <summary>
    /// Prompts of a combination that all go one way tell as much as one of them: a hundred prompts of four combinations
    /// are four.
    /// </summary>
    [Fact]
    public void Prompts_that_stand_for_few_combinations_tell_less()
    {
        var random = new SeededRandom(7);
        double[] effects = [.. Enumerable.Range(0, 4).Select(_ => random.NextNormal())];
        double[] x = [.. Enumerable.Range(0, 100).Select(i => effects[i % 4])], y = [.. x.Select(_ => 0.0)];
        PromptCombination?[] few = [.. x.Select((_, i) => new PromptCombination(PromptGroup.New, $"{i % 4}"))];
        var own = PairedTest.Compare(System("a", x), System("b", y));
        var known = PairedTest.Compare(
            System("a", x) with { Combinations = few }, System("b", y) with { Combinations = few });
        Assert.Equal(own.Difference, known.Difference, 1e-12);
        Assert.InRange(known.Stderr / own.Stderr, 3.5, 6.5);
        Assert.Equal(3, known.Degrees!.Value, 1e-9);
        Assert.Equal(PairedTest.TestOfCombinations, known.Test);
        // The standard error of a system's mean is of the same kind.
        Assert.InRange(
            (System("a", x) with { Combinations = few }).Overall.StandardError / known.Stderr, 0.8, 1.5);
    }

    [Fact]
    public void Combinations_of_one_prompt_each_change_nothing()
    {
        double[] x = [1, 0, 1, 1, 0, 1, 0, 1], y = [0, 0, 1, 0, 0, 1, 1, 0];
        PromptCombination?[] own = [.. x.Select((_, i) => new PromptCombination(PromptGroup.Drawn, $"{i}"))];
        Assert.Equal(
            PairedTest.Compare(System("a", x), System("b", y)),
            PairedTest.Compare(
                System("a", x) with { Combinations = own }, System("b", y) with { Combinations = own }));
    }

    [Fact]
    public void Each_group_has_the_difference_of_its_own_prompts()
    {
        double[] x = [1, 1, 1, 0, 0, 0], y = [0, 0, 1, 0, 0, 1];
        PromptCombination?[] of =
        [
            .. x.Select((_, i) => i == 5 ? null
                : new PromptCombination(i < 3 ? PromptGroup.Practised : PromptGroup.Drawn, $"{i}")),
        ];
        var (a, b) = (System("a", x) with { Combinations = of }, System("b", y) with { Combinations = of });
        var groups = PairedTest.CompareInParts(a, b).ByGroup!;
        Assert.Equal([PromptGroup.Drawn, PromptGroup.Practised], groups.Keys);
        Assert.Equal(2.0 / 3, groups[PromptGroup.Practised].Difference, 1e-12);
        Assert.Equal(0, groups[PromptGroup.Drawn].Difference);
        var practised = a.Result.ByGroup![PromptGroup.Practised];
        Assert.Equal((1.0, 3, 3), (practised.Mean, practised.Count, practised.Combinations));
        Assert.Null(PairedTest.CompareInParts(System("a", x), System("b", y)).ByGroup);
    }

    [Fact]
    public void Each_category_has_the_difference_of_its_own_prompts_and_a_lost_one_is_named()
    {
        var random = new SeededRandom(2);
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        double[] y = [.. x.Select((value, i) => value + (i % 2 == 0 ? 0.2 : -0.2) + (0.05 * random.NextNormal()))];
        SystemScores Named(string name, double[] row) => new(
            name, [], [.. row.Select((_, i) => i % 2 == 0 ? "odd" : "even")], [row]);
        var comparison = PairedTest.CompareInParts(Named("a", x), Named("b", y));
        Assert.Equal(["even", "odd"], comparison.ByCategory!.Keys);
        Assert.Equal(PairedTest.Compare(
            System("a", [.. x.Where((_, i) => i % 2 == 0)]), System("b", [.. y.Where((_, i) => i % 2 == 0)]))
            .Difference, comparison.ByCategory["odd"].Mean);
        Assert.Equal(100, comparison.ByCategory["odd"].Count);
        Assert.Equal(["odd"], comparison.Lost);
        Assert.Null(
            PairedTest.CompareInParts(
                Named("a", x) with { Categories = [.. x.Select(_ => "")] }, Named("b", y)).ByCategory);
    }

    [Fact]
    public void The_error_is_that_of_the_mean_of_the_paired_differences()
    {
        var random = new SeededRandom(11);
        double[] x = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble())];
        double[] y = [.. x.Select(value => value - 0.05 + (0.1 * random.NextNormal()))];
        var paired = Estimate.Of([.. x.Zip(y, (a, b) => a - b)]);
        var comparison = PairedTest.Compare(System("a", x), System("b", y));
        Assert.Equal(paired.Mean, comparison.Difference, 1e-12);
        Assert.Equal(paired.StandardError, comparison.Stderr, 1e-12);
        Assert.True(comparison.P < 0.01);
    }

    [Fact]
    public void Systems_without_a_difference_are_found_different_about_once_in_twenty()
    {
        var random = new SeededRandom(4);
        var found = Enumerable.Range(0, 400)
            .Count(_ => PairedTest.Compare(Noise("a"), Noise("b")).P < 0.05);
        Assert.InRange(found / 400.0, 0.02, 0.09);

        SystemScores Noise(string name) => System(name, [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())]);
    }

    [Fact]
    public void Training_seeds_that_disagree_widen_the_error()
    {
        double[] low = [.. Enumerable.Repeat(0.4, 50)], high = [.. Enumerable.Repeat(0.6, 50)], middle =
            [.. Enumerable.Repeat(0.5, 50)];
        var seeds = new SystemScores("a", [1, 2], [.. low.Select(_ => "all")], [low, high]);
        Assert.True(PairedTest.Compare(seeds, System("b", middle)).Stderr > 0.05);
        Assert.Equal(0.1, seeds.Overall.StandardError, 1e-12);
    }

    /// <summary>However few the seeds, their part of the error is that of their mean.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void The_error_of_training_seeds_is_that_of_their_mean(int count)
    {
        double[] means = [.. Enumerable.Range(0, count).Select(seed => (double)seed / count)];
        var seeds = new SystemScores(
            "a", [.. means.Select((_, seed) => (long)seed)], ["all", "all"],
            [.. means.Select(mean => new[] { mean, mean })]);
        var known = Estimate.Of(means).StandardError;
        Assert.Equal(known, PairedTest.Compare(seeds, System("b", [0, 0])).Stderr, 1e-12);
        Assert.Equal(known, seeds.Overall.StandardError, 1e-12);
    }

    /// <summary>Nothing right of seventy is little, and not nothing: as Wilson's interval ends.</summary>
    [Fact]
    public void What_is_all_right_or_all_wrong_has_an_interval()
    {
        var none = System("a", new double[70]).Overall;
        var all = System("a", [.. Enumerable.Repeat(1.0, 70)]).Overall;
        Assert.Equal((0.0, 1.0), (none.Mean, all.Mean));
        Assert.Equal(1.96 * 1.96 / (70 + (1.96 * 1.96)), none.Margin, 1e-12);
        Assert.Equal(none.Margin, all.Margin, 1e-12);
    }

    [Fact]
    public void Equal_differences_have_no_spread_whatever_rounding_leaves()
    {
        double[] y = [0, 1.0 / 3, 2.0 / 3, 0, 1.0 / 3, 1.0 / 3, 2.0 / 3, 0, 0, 1.0 / 3];
        PromptCombination?[] two =
            [.. y.Select((_, i) => new PromptCombination(PromptGroup.New, i < 5 ? "this" : "that"))];
        var (a, b) = (System("a", [.. y.Select(value => value + (1.0 / 3))]) with { Combinations = two },
            System("b", y) with { Combinations = two });
        var found = PairedTest.Compare(a, b);
        Assert.Equal((0.0, 0.5), (found.Stderr, found.P));
    }

    /// <summary>One combination, however often it is asked for, has no spread that is known.</summary>
    [Fact]
    public void Prompts_of_one_combination_have_no_interval()
    {
        double[] x = [1, 0, 1, 1];
        PromptCombination?[] it = [.. x.Select(_ => new PromptCombination(PromptGroup.New, "it"))];
        var one = System("a", x) with { Combinations = it };
        Assert.Equal((0.75, 0.0, false), (one.Overall.Mean, one.Overall.StandardError, one.Overall.HasInterval));
        Assert.True(System("a", x).Overall.HasInterval);
        Assert.False(one.Result.ByCategory["all"].HasInterval);
        var group = one.Result.ByGroup![PromptGroup.New];
        Assert.Equal((4, 1, false), (group.Count, group.Combinations, group.Estimate.HasInterval));
    }

    /// <summary>
    /// A difference of no size is inside the interval nineteen times in twenty: few combinations hold most of the
    /// prompts, and trainings differ.
    /// </summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(3, 0.05)]
    public void The_interval_holds_the_truth_nineteen_times_in_twenty(int trainings, double spread)
    {
        var random = new SeededRandom(5);
        int[] sizes = [32, 32, 31, 31, .. Enumerable.Repeat(2, 25), .. Enumerable.Repeat(1, 34)];
        PromptCombination?[] of =
        [
            .. sizes.Index().SelectMany(size => Enumerable.Repeat(
                new PromptCombination(PromptGroup.New, $"{size.Index}"), size.Item)),
        ];
        var (held, found) = (0, 0);
        const int Repeats = 400;
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            double[] effects = [.. sizes.Select(_ => 0.08 * random.NextNormal())];
            var (a, b) = (Rows(trainings, 0.5), Rows(1, -0.5));
            var compared = PairedTest.Compare(a, b);
            held += Math.Abs(compared.Difference) <= compared.Margin ? 1 : 0;
            found += compared.P < 0.05 ? 1 : 0;

            SystemScores Rows(int count, double side) => new(
                "a", [.. Enumerable.Range(0, count).Select(i => (long)i)], [.. of.Select(_ => "all")],
                [.. Enumerable.Range(0, count).Select(_ =>
                {
                    var own = count == 1 ? 0 : spread * random.NextNormal();
                    return sizes.Index().SelectMany(size => Enumerable.Range(0, size.Item).Select(_ =>
                        random.Chance(0.5 + own + (side * effects[size.Index])) ? 1.0 : 0)).ToArray();
                })]) { Combinations = of };
        }

        Assert.InRange(held / (double)Repeats, 0.92, 0.99);
        Assert.Equal(Repeats - held, found);
    }

    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(3, 3.182)]
    [InlineData(9.5, 2.244)]
    [InlineData(30, 2.042)]
    [InlineData(1e6, 1.962)]
    public void Limits_are_those_of_students_table(double degrees, double limit)
    {
        Assert.Equal(limit, StudentT.Limit(degrees), 6e-4);
        Assert.Equal(0.05, StudentT.P(-StudentT.Limit(degrees), degrees), 1e-6);
        Assert.Equal(1, StudentT.P(0, degrees), 1e-9);
    }

    /// <summary>Prompts that all differ alike have no error, and a sign test of so few says little.</summary>
    [Fact]
    public void Few_prompts_that_agree_prove_little()
    {
        Assert.Equal(0.184, PairedTest.Compare(System("a", [1, 1, 0]), System("b", [0, 0, 0])).P, 1e-3);
        Assert.Equal(0.5, PairedTest.Compare(System("a", [1, 1]), System("b", [0, 0])).P);
        Assert.Equal(1, PairedTest.Compare(System("a", [1]), System("b", [0])).P);
        Assert.Empty(PairedTest.CompareInParts(System("a", [0]), System("b", [1])).Lost);
    }

    [Fact]
    public void Different_prompt_counts_are_refused() =>
        Assert.Throws<SrumException>(() => PairedTest.Compare(System("a", [1, 0]), System("b", [1])));

    [Fact]
    public void The_smallest_detectable_difference_is_found_in_four_of_five_repeats()
    {
        const double error = 0.03;
        var random = new SeededRandom(8);
        var truth = PairedTest.SmallestDetectableDifference(error);
        var found =
            Enumerable.Range(0, 20_000).Count(_ => Math.Abs(truth + (error * random.NextNormal())) > 1.96 * error);
        Assert.InRange(found / 20_000.0, 0.785, 0.815);
    }

    private static SystemScores System(string name, double[] row) => new(name, [], [.. row.Select(_ => "all")], [row]);
}
