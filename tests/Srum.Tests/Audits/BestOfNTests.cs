using CsCheck;
using Srum.Audits;

namespace Srum.Tests.Audits;

public sealed class BestOfNTests
{
    private static readonly Gen<Candidate[]> Candidates = Gen.Select(Gen.Int[-2, 2], Gen.Int[0, 4])
        .Select((score, truth) => new Candidate(score, truth / 4.0)).Array[1, 6];

    [Fact]
    public void Equals_the_mean_over_all_subsets() => Candidates.Sample(candidates =>
    {
        var curve = BestOfN.Curve([candidates]);
        Assert.Equal(candidates.Length, curve.Count);
        for (var n = 1; n <= candidates.Length; n++)
        {
            Assert.Equal(Subsets(candidates, n).Average(Best), curve[n - 1].Mean, tolerance: 1e-9);
        }
    });

    [Fact]
    public void Of_right_and_wrong_it_is_pass_at_n()
    {
        // Three of ten right: 1 − C(7, 2) / C(10, 2).
        Candidate[] candidates = [.. Enumerable.Range(0, 10).Select(i => new Candidate(i < 3 ? 1 : 0, i < 3 ? 1 : 0))];
        Assert.Equal(1 - (21.0 / 45), BestOfN.Curve([candidates])[1].Mean, 1e-12);
    }

    [Fact]
    public void What_chooses_never_falls() => Candidates.Sample(candidates =>
    {
        var curve =
            BestOfN.Curve([[.. candidates.Select(candidate => candidate with { Measured = candidate.ChosenBy })]]);
        Assert.All(curve.Zip(curve.Skip(1)), pair => Assert.True(pair.Second.Mean >= pair.First.Mean - 1e-12));
    });

    [Fact]
    public void A_judge_without_an_opinion_gains_nothing() => Candidates.Sample(candidates =>
    {
        var curve = BestOfN.Curve([[.. candidates.Select(candidate => candidate with { ChosenBy = 0 })]]);
        Assert.All(
            curve,
            estimate => Assert.Equal(
                candidates.Average(candidate => candidate.Measured), estimate.Mean, tolerance: 1e-9));
    });

    [Fact]
    public void A_rising_function_of_the_choosing_score_changes_nothing() => Candidates.Sample(candidates =>
        Assert.All(
            BestOfN.Curve([candidates]).Zip(BestOfN.Curve(
                [[.. candidates.Select(candidate => candidate with { ChosenBy = Math.Exp(candidate.ChosenBy) })]])),
            pair => Assert.Equal(pair.First.Mean, pair.Second.Mean, tolerance: 1e-12)));

    [Fact]
    public void A_curve_ends_where_a_prompt_has_no_more()
    {
        Assert.Equal(2, BestOfN.Curve([[new(0, 0), new(1, 1)], [new(0, 0), new(1, 1), new(2, 0)]]).Count);
        Assert.Empty(BestOfN.Curve([]));
    }

    private static double Best(IReadOnlyList<Candidate> subset) =>
        subset.Where(candidate => candidate.ChosenBy == subset.Max(other => other.ChosenBy))
            .Average(candidate => candidate.Measured);

    private static IEnumerable<IReadOnlyList<Candidate>> Subsets(Candidate[] candidates, int n) =>
        Enumerable.Range(0, 1 << candidates.Length).Where(bits => int.PopCount(bits) == n)
            .Select(bits => (IReadOnlyList<Candidate>)[.. candidates.Where((_, i) => (bits & (1 << i)) != 0)]);
}
