using Srum.Evaluation;

namespace Srum.Audits;

/// <summary>One of several pictures (or runs) to choose from.</summary>
/// <param name="ChosenBy">The score that chooses: the highest is kept.</param>
/// <param name="Measured">What is then reported.</param>
public readonly record struct Candidate(double ChosenBy, double Measured);

/// <summary>
/// What keeping the best of n does to a reported number. Chosen by the truth it is pass@n (Chen et al. 2021), chosen by
/// a judge it shows how far the judge's liking carries (Gao et al. 2022).
/// </summary>
public static class BestOfN
{
    /// <summary>
    /// The expected <see cref="Candidate.Measured"/> of the best of n candidates, for n from 1 to the least number of
    /// candidates that a prompt has: exact over all subsets of n; equal scores are chosen between evenly.
    /// </summary>
    /// <param name="prompts">For each prompt its candidates, at least one.</param>
    /// <returns>One estimate for each n, each prompt counting once.</returns>
    public static IReadOnlyList<Estimate> Curve(IReadOnlyList<IReadOnlyList<Candidate>> prompts) =>
    [
        .. Enumerable.Range(1, prompts.Count == 0 ? 0 : prompts.Min(candidates => candidates.Count))
            .Select(n => Estimate.Of([.. prompts.Select(candidates => Expected(candidates, n))])),
    ];

    private static double Expected(IReadOnlyList<Candidate> candidates, int n)
    {
        var groups = candidates.GroupBy(candidate => candidate.ChosenBy).OrderBy(group => group.Key).ToArray();
        var (below, sum) = (0, 0.0);
        foreach (var group in groups)
        {
            // The best of a subset lies in this group, or below: Π (b − i) / (m − i), the share of subsets without a
            // better one.
            var upTo = below + group.Count();
            sum += (Share(upTo) - Share(below)) * group.Average(candidate => candidate.Measured);
            below = upTo;
        }

        return sum;

        double Share(int count) => Enumerable.Range(0, n).Aggregate(
            1.0, (product, i) => product * Math.Max(0, count - i) / (candidates.Count - i));
    }
}
