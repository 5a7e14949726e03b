using System.Globalization;
using Srum.Display;
using Srum.Evaluation;

namespace Srum.Rounds;

/// <summary>The tables of a finished experiment beside <see cref="ExperimentTable"/>.</summary>
public static class ExperimentTables
{
    /// <summary>
    /// Every system by what was met of the prompts' combinations; none where all prompts stand in one group, or it is
    /// not known.
    /// </summary>
    public static IReadOnlyList<ScoreTable> ByGroup(ExperimentResult result)
    {
        if (result.Systems[0].ByGroup is not { Count: > 1 } groups)
        {
            return [];
        }

        return
        [
            new ScoreTable(
                [.. groups.Keys.Select(Heading)],
                [
                    .. result.Systems.Select(system => new ScoreRow(
                        system.Name, [.. groups.Keys.Select(group => system.ByGroup?[group].Estimate)])),
                ],
                "Whole prompts right, in per cent, by what was met of what they combine. Drawn: pictures of "
                    + "pretraining show it; practised: prompts to learn from ask for it, and no picture shows it; new: "
                    + $"neither. 95 % intervals over combinations ({string.Join(", ", groups.Select(Counted))})."),
        ];

        static string Heading(PromptGroup group) => $"{group}".ToLowerInvariant();

        static string Counted(KeyValuePair<PromptGroup, GroupRate> group) =>
            $"{Heading(group.Key)} {group.Value.Combinations}";
    }

    /// <summary>The table of systems by guidance scales; none where there was one scale.</summary>
    public static IReadOnlyList<ScoreTable> Guidance(ExperimentResult result)
    {
        if (result.Guidance is not { } table)
        {
            return [];
        }

        double[] scales = [.. table.Select(score => score.Guidance).Distinct()];
        var chosenOn = table.Any(score => score.Choosing is not null)
            ? "on other prompts, so that the choice flatters no figure"
            : "on these prompts themselves, so that its figure is the best of several";
        return
        [
            new ScoreTable(
                [.. scales.Select(scale => string.Create(CultureInfo.InvariantCulture, $"guidance {scale}"))],
                [.. table.GroupBy(score => score.System).Select(system => new ScoreRow(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{system.Key}, at {system.Single(score => score.IsChosen).Guidance}"),
                    [.. system.Select(score => score.WholePrompt)]))],
                "Whole prompts right by guidance, in per cent, with 95 % intervals. Each system's scale was chosen "
                    + $"{chosenOn}."),
        ];
    }

    /// <summary>
    /// Every system's difference to the untrained one by category; none where the prompts state no category.
    /// </summary>
    public static IReadOnlyList<ScoreTable> ByCategory(ExperimentResult result)
    {
        var rows = result.Comparisons
            .Where(pair => pair.B == SystemResult.Untrained && pair.ByCategory is not null).ToArray();
        if (rows.Length == 0)
        {
            return [];
        }

        string[] categories = [.. rows[0].ByCategory!.Keys];
        string[] lost =
            [.. rows.Where(pair => pair.Lost.Count > 0).Select(pair => $"{pair.A} ({string.Join(", ", pair.Lost)})")];
        return
        [
            new ScoreTable(
                categories,
                [
                    .. rows.Select(
                        pair => new ScoreRow(
                            $"{pair.A} − {pair.B}", [.. categories.Select(category => pair.ByCategory![category])])),
                ],
                "Difference to the base by category, in points, with 95 % intervals. "
                + (lost.Length == 0
                    ? "No interval lies wholly below −3 points."
                    : $"Wholly below −3 points: {string.Join("; ", lost)}.")),
        ];
    }

    /// <summary>
    /// What each trained system's pictures show more or less of than the base's; none where nothing was measured.
    /// </summary>
    public static IReadOnlyList<FactTable> Signals(ExperimentResult result) =>
        [
            .. (result.Signals ?? new Dictionary<string, IReadOnlyList<SignalDrift>>())
                .Select(system => AuditViews.Drift(system.Value, SystemResult.Untrained, system.Key)),
        ];

    // Null without categories: the table's one column says it all.
    internal static Chart? ScoreChart(ExperimentResult result)
    {
        var categories = result.Systems[0].ByCategory.Where(category => category.Value.HasInterval)
            .Select(category => category.Key).Order(StringComparer.Ordinal).ToArray();
        return categories.Length == 0 ? null : new Chart
        {
            Title = "Whole prompts right",
            Kind = ChartKind.Bar,
            YLabel = "per cent",
            YLeast = 0,
            YMost = 100,
            Categories = ["all", .. categories],
            Series =
            [
                .. result.Systems.Select(system => new ChartSeries(
                    system.Name,
                    [],
                    [.. Rates(system).Select(rate => 100 * rate.Mean)],
                    [.. Rates(system).Select(rate => 100 * rate.Margin)])),
            ],
        };

        IEnumerable<Estimate> Rates(SystemResult system) =>
            categories.Select(category => system.ByCategory[category]).Prepend(system.WholePrompt!);
    }
}
