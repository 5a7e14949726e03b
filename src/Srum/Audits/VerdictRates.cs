using Srum.Evaluation;

namespace Srum.Audits;

/// <summary>
/// A judge's scores cut at a threshold into yes and no. Rates lie in [0, 1]; each prompt counts once, so errors count
/// prompts.
/// </summary>
/// <param name="SaysYes">Share of pictures that get a yes.</param>
/// <param name="AreRight">Share of pictures that are right.</param>
/// <param name="YesToRight">Share of right pictures that get a yes (sensitivity).</param>
/// <param name="YesToWrong">Share of wrong pictures that get a yes (false alarms).</param>
/// <param name="YesBias">SaysYes − AreRight, paired by prompt: above 0 the judge says yes too often.</param>
public sealed record VerdictRates(
    Estimate SaysYes, Estimate AreRight, Estimate YesToRight, Estimate YesToWrong, Estimate YesBias)
{
    /// <summary>Counts verdicts.</summary>
    /// <param name="items">The scored pictures.</param>
    /// <param name="threshold">A score above it is a yes. Default 0.5, the middle of [0, 1].</param>
    public static VerdictRates Of(IReadOnlyList<ScoredTruth> items, double threshold = 0.5)
    {
        return new VerdictRates(
            Mean(items, item => Yes(item)),
            Mean(items, item => item.Right ? 1 : 0),
            Mean(items.Where(item => item.Right), item => Yes(item)),
            Mean(items.Where(item => !item.Right), item => Yes(item)),
            Mean(items, item => Yes(item) - (item.Right ? 1 : 0)));

        double Yes(ScoredTruth item) => item.Score > threshold ? 1 : 0;

        static Estimate Mean(IEnumerable<ScoredTruth> chosen, Func<ScoredTruth, double> value) =>
            Estimate.ByPrompt(chosen, item => item.Prompt, value);
    }
}
