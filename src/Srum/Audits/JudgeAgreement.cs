using Srum.Evaluation;

namespace Srum.Audits;

/// <summary>How far two judges say the same of the same things.</summary>
/// <param name="About">What was scored: whole pictures, layouts, regions, or the reward that trains.</param>
/// <param name="Both">How many have a score of both.</param>
/// <param name="SameSide">
/// Share that both hold good (above 0, of rewards above the judge's own median) or both do not; null where none has a
/// score of both.
/// </param>
/// <param name="Kappa">
/// The same beyond what chance makes of their shares (Cohen 1960): 1 is full agreement, 0 chance; null where either
/// says always the same.
/// </param>
/// <param name="RankCorrelation">Spearman's, in [−1, 1]; null where either says always the same.</param>
public sealed record JudgeAgreement(
    string About, int Both, Estimate? SameSide, double? Kappa, Estimate? RankCorrelation)
{
    /// <summary>Compares scores.</summary>
    /// <param name="about">What was scored.</param>
    /// <param name="pairs">The prompt's id and both scores of each; null = unanswered.</param>
    /// <param name="border">The score above which each judge holds a thing good.</param>
    public static JudgeAgreement Of(
        string about, IEnumerable<(string Prompt, double? First, double? Second)> pairs,
        Func<IReadOnlyList<double>, double> border)
    {
        var both = pairs.Where(pair => pair is { First: not null, Second: not null }).ToArray();
        var first = both.Select(pair => pair.First!.Value).ToArray();
        var second = both.Select(pair => pair.Second!.Value).ToArray();
        if (both.Length == 0)
        {
            return new JudgeAgreement(about, 0, null, null, null);
        }

        var (borderOfFirst, borderOfSecond) = (border(first), border(second));
        // The bootstrap draws prompts: the first judge's score beside the second's, as if that were the truth.
        ScoredTruth[] items = [.. both.Select((pair, i) => new ScoredTruth(
            pair.Prompt, first[i] - borderOfFirst, second[i] > borderOfSecond, second[i]))];
        return new JudgeAgreement(
            about, both.Length, PromptBootstrap.Of(items, SameShare), Beyond(items),
            PromptBootstrap.Of(items, Audits.RankCorrelation.Of));
    }

    private static double? SameShare(IReadOnlyList<ScoredTruth> items) =>
        items.Average(item => item.Score > 0 == item.Right ? 1.0 : 0.0);

    private static double? Beyond(ScoredTruth[] items)
    {
        var first = items.Average(item => item.Score > 0 ? 1.0 : 0);
        var second = items.Average(item => item.Right ? 1.0 : 0);
        var byChance = (first * second) + ((1 - first) * (1 - second));
        return byChance >= 1 || first is 0 or 1 || second is 0 or 1 ? null
            : (SameShare(items)!.Value - byChance) / (1 - byChance);
    }
}
