using Srum.Evaluation;

namespace Srum.Display;

/// <summary>An ablation's charts: bars with standard errors, one group a reward, as released beside the matched mean weight.</summary>
public static class AblationCharts
{
    private const string Matched = "-matched";

    /// <summary>Whole prompts right, in per cent.</summary>
    public static Chart Scores(AblationResult ablation) => Bars(
        ablation, "Whole prompts right ± standard error", "per cent", [.. new[] { "base" }.Where(name => ablation.Find(name) is not null), .. ablation.Arms.Select(arm => arm.System)],
        name => ablation.Find(name)?.WholePrompt is { HasInterval: true } found ? (found.Mean, found.StandardError)
            : null) with { YLeast = 0 };

    /// <summary>Differences from a system in points: smaller errors than the scores', since both drew the same prompts from the same seeds.</summary>
    /// <param name="ablation">What was found.</param>
    /// <param name="from"><c>sft</c> or <c>base</c>.</param>
    public static Chart Differences(AblationResult ablation, string from) => Bars(
        ablation, $"Difference from {from} ± standard error", "points", [.. ablation.Arms.Select(arm => arm.System).Where(name => ablation.Compare(name, from) is not null)],
        name => ablation.Compare(name, from) is { } found ? (found.Difference, found.Stderr) : null);

    private static Chart Bars(AblationResult ablation, string title, string unit, IReadOnlyList<string> systems, Func<string, (double Mean, double Error)?> value)
    {
        string[] groups = [.. systems.Select(Group).Distinct()];
        var mean = ablation.Arms.FirstOrDefault(arm => arm.System.EndsWith(Matched, StringComparison.Ordinal))?.Weights.Mean;
        return new Chart
        {
            Title = title,
            Kind = ChartKind.Bar,
            YLabel = unit,
            Categories = groups,
            Series = mean is { } matched ? [Series("as released", ""), Series($"at mean weight {Html.Number(matched)}", Matched)] : [Series("as released", "")],
        };

        ChartSeries Series(string name, string ending)
        {
            var found = groups.Select(group => value(group + ending)).ToArray();
            return new ChartSeries(name, [], [.. found.Select(cell => 100 * (cell?.Mean ?? double.NaN))], [.. found.Select(cell => 100 * (cell?.Error ?? 0))]);
        }

        static string Group(string system) => system.EndsWith(Matched, StringComparison.Ordinal) ? system[..^Matched.Length] : system;
    }
}
