namespace Srum.Audits;

/// <summary>
/// Whether a judge that says 0.8 is right in 80 of 100 cases: scores as probabilities against the share that is right.
/// </summary>
/// <param name="Bins">Bins that hold pictures, from low scores to high.</param>
/// <param name="Error">
/// Expected calibration error: mean of |mean score − share right| over the bins, weighted by pictures (Guo et al.
/// 2017).
/// </param>
/// <param name="ErrorByChance">
/// The error that a perfectly calibrated judge with the same scores shows on average, because the sample is finite.
/// </param>
/// <param name="ChanceLimit">The error that such a judge stays below in 95 of 100 samples.</param>
/// <param name="Count">Pictures.</param>
public sealed record Calibration(
    IReadOnlyList<CalibrationBin> Bins, double Error, double ErrorByChance, double ChanceLimit, int Count)
{
    private const int Samples = 200;

    /// <summary>Whether the error is no larger than what chance makes of a perfectly calibrated judge.</summary>
    public bool IsWithinChance => Error <= ChanceLimit;

    /// <summary>Sorts pictures into bins of equal width.</summary>
    /// <param name="items">Scores in [0, 1]: a score s in [−1, 1] counts as (s + 1)/2.</param>
    /// <param name="bins">Number of bins, at least 1. Default 10.</param>
    /// <param name="seed">Seed of the samples that tell what chance does.</param>
    /// <exception cref="SrumException">A score is no probability.</exception>
    public static Calibration Of(IReadOnlyList<ScoredTruth> items, int bins = 10, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (items.FirstOrDefault(item => !(item.Score >= 0 && item.Score <= 1)) is { Prompt: not null } wrong)
        {
            throw new SrumException($"The score {wrong.Score} of prompt '{wrong.Prompt}' is no probability: "
                + "calibration takes scores in [0, 1]; a score s in [−1, 1] counts as (s + 1)/2.");
        }

        var members = items.GroupBy(item => Math.Min(bins - 1, (int)(item.Score * bins))).OrderBy(bin => bin.Key)
            .ToArray();
        var filled = members.Select(bin => new CalibrationBin(
            (double)bin.Key / bins, (bin.Key + 1.0) / bins, bin.Average(item => item.Score),
            bin.Average(item => item.Right ? 1.0 : 0.0), bin.Count()))
                .ToArray();
        var random = new SeededRandom(seed);
        var chance = Enumerable.Range(0, items.Count == 0 ? 0 : Samples)
            .Select(
                _ => members.Sum(bin => Math.Abs(bin.Sum(item => item.Score - (random.Chance(item.Score) ? 1 : 0))))
                    / items.Count)
            .Order().ToArray();
        return new Calibration(
            filled,
            filled.Sum(bin => bin.Count * Math.Abs(bin.MeanScore - bin.ShareRight)) / Math.Max(1, items.Count),
            chance.Length == 0 ? 0 : chance.Average(),
            chance.Length == 0 ? 0 : chance[(int)(0.95 * Samples)],
            items.Count);
    }
}
