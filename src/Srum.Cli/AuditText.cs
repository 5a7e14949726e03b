using System.Globalization;
using Srum.Audits;
using Srum.Display;
using Srum.Evaluation;
using Srum.Rounds;

namespace Srum.Cli;

/// <summary>A judge's audit as lines. A figure of less than two prompts has no interval, and is not shown.</summary>
internal static class AuditText
{
    /// <summary>What ± says where figures stand with standard errors; reports and tables have 95 % intervals.</summary>
    public const string Errors =
        "± is one standard error where nothing else is said; a 95 % interval reaches about twice as far.";

    /// <summary>The lines.</summary>
    /// <param name="scores">What was found.</param>
    /// <param name="prompts">How many prompts were drawn.</param>
    public static IEnumerable<string> Lines(JudgeScores scores, int prompts)
    {
        if (ExperimentReport.Scored(scores.ScoredPrompts, prompts) is { } scored)
        {
            yield return scored;
        }

        foreach (var (rule, area) in scores.Rewards)
        {
            yield return Area($"mean weight of the {rule} map, AUC within prompts", area);
        }

        yield return Area("  published, over all pairs", scores.RewardPooled);
        yield return Area("  published, judged for another prompt's words", scores.OtherPrompt);
        yield return Area("whole-picture score, AUC within prompts", scores.Whole);
        yield return Area("  over all pairs", scores.WholePooled);
        yield return Area("layout score, AUC", scores.Layout);
        yield return Area("regions, AUC", scores.Regions);
        yield return $"right {Rate(scores.Verdicts.AreRight)}; says yes {Rate(scores.Verdicts.SaysYes)}, "
            + $"to right ones {Rate(scores.Verdicts.YesToRight)}, to wrong ones {Rate(scores.Verdicts.YesToWrong)}";
        var error = scores.Verdicts.AreRight.HasInterval ? scores.CalibrationError : null;
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"calibration error {error?.ToString("0.000", CultureInfo.InvariantCulture) ?? Figures.None}; answered "
            + $"{100 * scores.Answered:0.00} % of the questions about {scores.Pictures} pictures");
        foreach (var balance in scores.ScoredPrompts > 1 ? scores.Weights ?? [] : [])
        {
            yield return balance.ToString();
        }

        yield return Bias("place", scores.ByPlace);
        yield return Bias("colour", scores.ByColour);
        if (scores.ScoredPrompts > 1)
        {
            yield return Errors;
        }
    }

    private static string Area(string name, Estimate? area) => area switch
    {
        null => $"{name}: unknown, all right or all wrong, or not scored",
        { HasInterval: false } => $"{name}: unknown from {area.Count} {(area.Count == 1 ? "prompt" : "prompts")}",
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {area.Mean:0.000} ± {area.StandardError:0.000} (n = {area.Count} prompts)"),
    };

    private static string Rate(Estimate rate) => rate.HasInterval
        ? string.Create(CultureInfo.InvariantCulture, $"{100 * rate.Mean:0.0} ± {100 * rate.StandardError:0.0} %")
        : Figures.None;

    private static string Bias(string what, GroupBias? bias)
    {
        KeyValuePair<string, Estimate>[] groups = [.. (bias?.Groups ?? []).OrderBy(group => group.Value.Mean)];
        return $"reward of right rendered pictures by {what}: " + (groups is [var least, .., var most]
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{least.Value.Mean:0.000} ({least.Key}) to {most.Value.Mean:0.000} ({most.Key}), "
                + $"{Figures.P(bias!.P)} (n = {bias.Blocks} objects)")
            : "unknown, no answers");
    }
}
