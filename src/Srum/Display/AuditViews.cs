using System.Globalization;
using Srum.Audits;
using Srum.Evaluation;

namespace Srum.Display;

/// <summary>A judge's audit as tables and charts.</summary>
public static class AuditViews
{
    /// <summary>
    /// What the judge takes for what: objects as the oracle reads them beside the name that the judge gave, the
    /// commonest mistakes first.
    /// </summary>
    /// <param name="regions">Audited regions.</param>
    /// <param name="most">Most rows.</param>
    public static FactTable Mistakes(IReadOnlyList<AuditedRegion> regions, int most = 8)
    {
        var named = regions.Where(region => region.Judged.Object is not null).ToArray();
        var wrong = named.Where(region => region.Judged.Object != region.ShownName).ToArray();
        return new FactTable(
            ["shown", "the judge says", "times"],
            [
                .. wrong.GroupBy(region => (region.ShownName, Said: region.Judged.Object!))
                    .OrderByDescending(pair => pair.Count())
                    .ThenBy(pair => pair.Key.ShownName, StringComparer.Ordinal)
                    .ThenBy(pair => pair.Key.Said, StringComparer.Ordinal)
                    .Take(most)
                    .Select(
                        pair =>
                            (IReadOnlyList<string>)[pair.Key.ShownName, pair.Key.Said, Figures.Count(pair.Count())]),
            ],
            $"{Figures.Count(wrong.Length)} of {Figures.Count(named.Length)} regions are named wrong.");
    }

    /// <summary>How well the judge tells right from wrong, one column an audit.</summary>
    /// <param name="audits">Audits by name.</param>
    public static FactTable Separation(params IReadOnlyList<(string Name, JudgeAudit Audit)> audits)
    {
        return new FactTable(
            ["", .. audits.Select(audit => audit.Name)],
            [
                ["reward: AUC within prompts", .. Row(audit => Within(audit.Rewards))],
                ["reward: AUC pooled", .. Row(audit => Figures.Number(PromptBootstrap.Of(audit.Rewards, Auc.Pooled)))],
                ["reward: rank correlation with the partial "
                    + "truth", .. Row(audit => Figures.Number(PromptBootstrap.Of(audit.Rewards, RankCorrelation.Of)))],
                ["whole-picture score: AUC within prompts", .. Row(audit => Within(audit.Verdicts))],
                ["pictures right", .. Row(audit => Figures.PerCent(VerdictRates.Of(audit.Rewards).AreRight))],
                ["pictures judged", .. Row(audit => Whole(audit.Pictures.Count))],
                ["judgements unanswered", .. Row(audit => Whole(audit.Unanswered))],
            ],
            "With 95 % intervals (bootstrap over prompts). AUC: 0.5 is chance, 1 tells every right picture from every "
                + "wrong one. – = no such pair of pictures, or never asked.");

        IEnumerable<string> Row(Func<JudgeAudit, string> value) => audits.Select(audit => value(audit.Audit));

        static string Within(IReadOnlyList<ScoredTruth> items) =>
            Figures.Number(PromptBootstrap.Of(Auc.Telling(items), Auc.WithinPrompts));
    }

    /// <summary>What the judge says yes to, one row an audit.</summary>
    /// <param name="audits">Audits by name.</param>
    public static FactTable Verdicts(params IReadOnlyList<(string Name, JudgeAudit Audit)> audits) => new(
        ["", "says yes", "are right", "yes to right ones", "yes to wrong ones", "yes-bias"],
        [
            .. audits.Select(audit =>
            {
                var rates = VerdictRates.Of(audit.Audit.Verdicts);
                return (IReadOnlyList<string>)[
                    audit.Name,
                    Figures.PerCent(rates.SaysYes),
                    Figures.PerCent(rates.AreRight),
                    Figures.PerCent(rates.YesToRight),
                    Figures.PerCent(rates.YesToWrong), Figures.Change(rates.YesBias)];
            }),
        ],
        "Yes = whole-picture score above 0. Yes-bias = share of yes minus share of right pictures. With 95 % "
            + "intervals.");

    /// <summary>The reliability diagram: on the diagonal, scores are probabilities.</summary>
    /// <param name="title">Title.</param>
    /// <param name="judges">Calibrations by name.</param>
    public static Chart Reliability(
        string title,
        params IReadOnlyList<(string Name, Calibration Calibration)> judges) => new()
    {
        Title = title,
        XLabel = "judge's probability of being right",
        YLabel = "share right",
        YLeast = 0,
        YMost = 1,
        Series =
        [
            new ChartSeries("perfectly calibrated", [0, 1], [0, 1]),
            .. judges.Select(judge => new ChartSeries(
                judge.Name,
                [.. judge.Calibration.Bins.Select(bin => bin.MeanScore)],
                [.. judge.Calibration.Bins.Select(bin => bin.ShareRight)],
                [.. judge.Calibration.Bins.Select(bin => bin.HalfInterval)])),
        ],
    };

    /// <summary>Calibration errors beside what chance makes of a perfectly calibrated judge.</summary>
    /// <param name="judges">Calibrations by name.</param>
    public static FactTable CalibrationErrors(params IReadOnlyList<(string Name, Calibration Calibration)> judges) =>
        new(
            ["", "calibration error", "by chance", "95 % limit of chance", "verdict", "pictures"],
            [
                .. judges.Select(judge => (IReadOnlyList<string>)[
                    judge.Name,
                    Three(judge.Calibration.Error),
                    Three(judge.Calibration.ErrorByChance),
                    Three(judge.Calibration.ChanceLimit),
                    judge.Calibration.Count == 0
                        ? Figures.None
                        : judge.Calibration.IsWithinChance
                        ? "calibrated, as far as this sample tells"
                        : "not calibrated",
                    Whole(judge.Calibration.Count)]),
            ],
            "Expected calibration error: mean distance from the diagonal, each bin weighted by its pictures. By chance "
                + "= what a perfectly calibrated judge with the same scores shows in a sample of this size.");

    /// <summary>Mean reward of pictures that differ in one thing alone, with 95 % intervals.</summary>
    /// <param name="title">What must not matter.</param>
    /// <param name="bias">The comparison.</param>
    public static Chart Groups(string title, GroupBias bias) => new()
    {
        Title = string.Create(
            CultureInfo.InvariantCulture, $"{title}: spread {bias.Spread:0.000}, {Figures.P(bias.P)}"),
        Kind = ChartKind.Bar,
        YLabel = "mean reward of right pictures",
        YLeast = 0,
        Categories = [.. bias.Groups.Select(group => group.Key)],
        Series = [new ChartSeries(
            "reward", [], [.. bias.Groups.Select(group => group.Value.Mean)],
            [.. bias.Groups.Select(group => group.Value.Margin)])],
    };

    /// <summary>What moved between two sets of pictures, and whether it moved further than it may.</summary>
    /// <param name="drifts">One a signal.</param>
    /// <param name="before">Name of the first set.</param>
    /// <param name="after">Name of the second.</param>
    public static FactTable Drift(
        IReadOnlyList<SignalDrift> drifts, string before = "before", string after = "after") =>
        new(
            ["", before, after, "change", "may move by", "alarm"],
            [
                .. drifts.Select(drift => (IReadOnlyList<string>)[
                    drift.Name, Figures.Number(drift.Before), Figures.Number(drift.After), Figures.Change(drift.Change),
                    drift.Change.HasInterval ? Three(drift.Bound) : Figures.None, drift.IsAlarm ? "ALARM" : "no"]),
            ],
            "Paired by prompt, with 95 % intervals. An alarm needs the whole interval beyond the bound, a share of the "
                + "spread between prompts.");

    /// <summary>What keeping the best of n makes of a number, with 95 % intervals.</summary>
    /// <param name="title">Title.</param>
    /// <param name="yLabel">The number.</param>
    /// <param name="curves">Curves by name; see <see cref="BestOfN.Curve"/>.</param>
    public static Chart BestOf(
        string title, string yLabel, params IReadOnlyList<(string Name, IReadOnlyList<Estimate> Curve)> curves) =>
        new()
    {
        Title = title,
        XLabel = "best of so many",
        YLabel = yLabel,
        YLeast = 0,
        Series =
        [
            .. curves.Select(curve => new ChartSeries(
                curve.Name,
                [.. Enumerable.Range(1, curve.Curve.Count).Select(n => (double)n)],
                [.. curve.Curve.Select(estimate => estimate.Mean)],
                [.. curve.Curve.Select(estimate => estimate.Margin)])),
        ],
    };

    private static string Three(double value) => Html.Number(value, "0.000");

    private static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);
}
