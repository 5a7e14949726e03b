using Srum.Evaluation;
using Srum.Training;

namespace Srum.Display;

/// <summary>
/// An experiment's charts: bars with 95 % intervals, one group an objective. An objective whose weights are scaled to
/// a mean stands beside the same one as released, where there is one of each.
/// </summary>
public static class ExperimentCharts
{
    /// <summary>Whole prompts right, in per cent.</summary>
    /// <param name="result">What was found.</param>
    public static Chart Scores(ExperimentResult result) => Bars(
        result, "Whole prompts right, 95 % intervals", "per cent", result.Systems,
        system => system.WholePrompt is { HasInterval: true } found ? (found.Mean, found.Margin) : null) with
        {
            YLeast = 0,
        };

    /// <summary>
    /// Differences from a system in points: smaller intervals than the scores', since both drew the same prompts from
    /// the same seeds.
    /// </summary>
    /// <param name="result">What was found.</param>
    /// <param name="from">Name of the system, <c>base</c> say.</param>
    public static Chart Differences(ExperimentResult result, string from) => Bars(
        result, $"Difference from {from}, 95 % intervals", "points",
        [.. result.Trained.Where(system => result.Compare(system.Name, from) is not null)],
        system => result.Compare(system.Name, from) is { } found ? (found.Difference, found.Margin) : null);

    private static Chart Bars(
        ExperimentResult result, string title, string unit, IReadOnlyList<SystemResult> systems,
        Func<SystemResult, (double Mean, double Error)?> value)
    {
        SystemResult[] released = [.. systems.Where(system => Matched(system) is null)];
        SystemResult[] matched = [.. systems.Where(system => Matched(system) is not null)];
        // One scaled without a counterpart of its own as released is a group of its own.
        SystemResult[] groups = [.. released, .. matched.Where(system => !released.Any(other => Pair(other, system)))];
        double[] means = [.. matched.Select(system => Matched(system)!.Value).Distinct()];
        return new Chart
        {
            Title = title,
            Kind = ChartKind.Bar,
            YLabel = unit,
            Categories = [.. groups.Select(group => group.Name)],
            Series =
            [
                Series("as released", released, (group, system) => group == system),
                .. means.Select(mean => Series(
                    $"at mean weight {Html.Number(mean)}", [.. matched.Where(system => Matched(system) == mean)],
                    (group, system) => group == system || Pair(group, system))),
            ],
        };

        ChartSeries Series(string name, SystemResult[] own, Func<SystemResult, SystemResult, bool> belongs)
        {
            (double Mean, double Error)?[] cells =
                [.. groups.Select(group =>
                    own.FirstOrDefault(system => belongs(group, system)) is { } system ? value(system) : null)];
            return new ChartSeries(
                name, [], [.. cells.Select(cell => 100 * (cell?.Mean ?? double.NaN))],
                [.. cells.Select(cell => 100 * (cell?.Error ?? 0))]);
        }

        // Of several with the same objective nothing says which belongs to which.
        bool Pair(SystemResult plain, SystemResult scaled) =>
            AreAlike(plain, scaled)
            && released.Count(other => AreAlike(other, scaled)) == 1
            && matched.Count(other => Matched(other) == Matched(scaled) && AreAlike(plain, other)) == 1;
    }

    private static double? Matched(SystemResult system) => (system.Objective as Weighted)?.MeanWeight;

    private static bool AreAlike(SystemResult released, SystemResult matched) =>
        released.Objective is Weighted plain && matched.Objective is Weighted scaled
        && plain == scaled with { MeanWeight = null };
}
