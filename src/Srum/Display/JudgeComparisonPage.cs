using System.Globalization;
using Srum.Audits;

namespace Srum.Display;

/// <summary>Two judges held against each other, as tables and a page.</summary>
public static class JudgeComparisonPage
{
    /// <summary>The page.</summary>
    /// <param name="comparison">What was found.</param>
    /// <param name="command">The command that found it.</param>
    public static string ToHtml(JudgeComparison comparison, string command) => new ReportPage(new ReportContent
    {
        Name = $"{comparison.First.Name} and {comparison.Second.Name}",
        Kind = "two judges on the same pictures",
        Facts =
        [
            new("Pictures", Whole(comparison.Pictures)), new("Of known truth", Whole(comparison.WithTruth)),
            new("Command", command),
        ],
        Scores = [Agreement(comparison), Worth(comparison), Cost(comparison)],
    }).ToHtml();

    /// <summary>How far they agree.</summary>
    public static FactTable Agreement(JudgeComparison comparison) => new(
        ["both scored", "number", "same side", "kappa", "rank correlation"],
        [
            .. comparison.Agreement.Select(about => (IReadOnlyList<string>)[
                about.About, Whole(about.Both), Figures.PerCent(about.SameSide), Three(about.Kappa),
                Figures.Number(about.RankCorrelation)]),
        ],
        "Same side = both above 0 or both not (rewards: above each judge's own median). Kappa takes off what chance "
        + "makes of it. With 95 % intervals (bootstrap over prompts).");

    /// <summary>What each is worth against the truth.</summary>
    public static FactTable Worth(JudgeComparison comparison) => Sides(
        comparison,
        ("whole picture: AUC within prompts", judge => Figures.Number(judge.Whole)),
        ("whole picture: AUC pooled", judge => Figures.Number(judge.WholePooled)),
        ("reward: AUC within prompts", judge => Figures.Number(judge.Reward)),
        ("calibration error", judge => Three(judge.CalibrationError)),
        ("  95 % limit of chance", judge => Three(judge.ChanceLimit)),
        ("scores without an answer", judge => Whole(judge.Unanswered)),
        ("regions not in the prompt", judge => Whole(judge.Tally.IrrelevantRegions)),
        ("scores without object or reason", judge => Whole(judge.Tally.BareScores)),
        ("prompts that speak to the judge", judge => Whole(judge.Tally.SteeringPrompts)));

    /// <summary>What each took.</summary>
    public static FactTable Cost(JudgeComparison comparison) => Sides(
        comparison,
        ("calls", judge => judge.Cost is { } cost ? Whole(cost.Calls) : Figures.None),
        ("tokens read", judge => judge.Cost is { } cost ? Whole(cost.InputTokens) : Figures.None),
        ("tokens written", judge => judge.Cost is { } cost ? Whole(cost.OutputTokens) : Figures.None),
        ("replies without stated tokens", judge => judge.Cost is { } cost ? Whole(cost.Uncounted) : Figures.None),
        ("replies", judge => Whole(judge.Replies)),
        ("seconds", judge => judge.Seconds.ToString("0.0", CultureInfo.InvariantCulture)));

    private static FactTable Sides(
        JudgeComparison comparison, params (string Name, Func<ComparedJudge, string> Value)[] rows) => new(
        ["", comparison.First.Name, comparison.Second.Name],
        [
            .. rows.Select(row => (IReadOnlyList<string>)[
                row.Name, row.Value(comparison.First), row.Value(comparison.Second)]),
        ]);

    private static string Three(double? value) =>
        value is { } number ? Html.Number(number, "0.000") : Figures.None;

    private static string Whole(long count) => count.ToString(CultureInfo.InvariantCulture);
}
