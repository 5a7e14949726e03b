using System.Globalization;
using System.Text;
using Srum.Evaluation;
using Srum.Maps;
using Srum.Training;

namespace Srum.Display;

/// <summary>
/// An experiment as a table: each system with what it learnt from, its score (per cent) and its paired
/// differences from the base and from the supervised system, if there is one (points, two-sided p), each with its
/// 95 % interval.
/// </summary>
/// <param name="result">What was found.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class ExperimentTable(ExperimentResult result) : IView
{
    private const string Cell = "padding:4px 8px;border-bottom:1px solid #8884;text-align:right";

    private const char NoBreak = '\u00A0';

    private readonly string? plain = Plain(result);

    private string[] Columns =>
    [
        "system", "learns from", "weight", "λ", "right, %", "each training", "− base",
        .. plain is null ? (string[])[] : [$"− {plain}"],
    ];

    /// <summary>The supervised system, which the rewarded ones are held against; null where there is none.</summary>
    internal static string? Plain(ExperimentResult result) =>
        result.Trained.FirstOrDefault(system => system.Objective is Supervised)?.Name;

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder(
            "<div class=\"srum-experiment\" style=\"font-family:system-ui,sans-serif;font-size:13px;overflow-x:auto\">")
            .Append("<table style=\"border-collapse:collapse\"><thead><tr>");
        foreach (var (i, column) in Columns.Index())
        {
            html.Append($"<th scope=\"col\" style=\"{Cell}{Left(i)}\">{Html.Escape(column)}</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in Rows())
        {
            html.Append("<tr>");
            foreach (var (i, cell) in row.Index())
            {
                html.Append(i == 0 ? $"<th scope=\"row\" style=\"{Cell}{Left(i)}\">"
                    : $"<td style=\"{Cell}{Left(i)}\">")
                    .Append(Html.Escape(Whole(cell, i))).Append(i == 0 ? "</th>" : "</td>");
            }

            html.Append("</tr>");
        }

        return html.Append("</tbody></table><p style=\"margin:6px 0 0;opacity:.75\">").Append(Html.Escape(Note()))
            .Append("</p></div>").ToString();

        static string Left(int column) =>
            column == 0 ? ";text-align:left" : column == 1 ? ";text-align:left;min-width:90px" : "";

        // A number and its interval stay on one line; what stands in brackets may take another, and so may words and
        // further trainings, or the table grows wider than a page.
        static string Whole(string cell, int column) =>
            column is 1 or 5 ? cell : cell.Replace(' ', NoBreak).Replace($"{NoBreak}(", " (", StringComparison.Ordinal);
    }

    /// <summary>The same as text: a line a system.</summary>
    public override string ToString()
    {
        string[][] lines = [Columns, .. Rows()];
        int[] widths = [.. Enumerable.Range(0, Columns.Length).Select(i => lines.Max(line => line[i].Length))];
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.AppendJoin("  ", line.Select((cell, i) => i < 2 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))
                .Append('\n');
        }

        return text.Append(Note()).ToString();
    }

    private IEnumerable<string[]> Rows()
    {
        foreach (var system in result.Systems)
        {
            string[] differences =
            [
                Difference(result.Compare(system.Name, SystemResult.Untrained)),
                .. plain is null ? (string[])[] : [Difference(result.Compare(system.Name, plain))],
            ];
            yield return
            [
                system.Name, LearntFrom(system), Weight(system),
                system.Objective is Weighted weighted ? Number(weighted.Lambda, "0.##") : "–", Rate(system.WholePrompt),
                system.Objective is null || system.WholePrompt is not { HasInterval: true } ? "–"
                    : string.Join(' ', system.PerSeed.Select(mean => Number(100 * mean, "0.0"))),
                .. differences,
            ];
        }
    }

    private static string LearntFrom(SystemResult system)
    {
        if (system.Objective is not Rewarded rewarded)
        {
            return system switch
            {
                { Objective: Rendered } => "rendered pictures",
                { Objective: not null } => "all pictures alike",
                { Tries: { } tries } => $"nothing, {Number(tries, "0.0#")} drawn for each",
                _ => "nothing, untrained",
            };
        }

        var reward = rewarded.Reward switch
        {
            RewardKind.Sparse => "signs of regions, layout",
            RewardKind.Local => "regions",
            RewardKind.Global => "layout",
            RewardKind.Sample => "whole picture",
            _ => "regions and layout",
        };
        string[] how =
        [
            .. rewarded.Map == MapRule.Published ? (string[])[] : [rewarded.Map.Name],
            .. rewarded switch
            {
                Best => ["best of each prompt alone"],
                TwoSided two => [.. Held(two.Share), two is Clipped ? "bad ones too, clipped" : "bad ones too"],
                Preference { Group: 2 } => ["pairs of a prompt"],
                Preference compared => [$"groups of {compared.Group} of a prompt"],
                _ => (string[])[],
            },
        ];
        return how.Length == 0 ? reward : $"{reward} ({string.Join(", ", how)})";

        static string[] Held(PictureShare share) => share switch
        {
            PictureShare.Mean => ["mean of the picture"],
            PictureShare.Centred => ["distance within the prompt"],
            PictureShare.Rank => ["rank within the prompt"],
            PictureShare.Standard => ["deviation within the prompt"],
            PictureShare.Gentle => ["small steps by deviation"],
            _ => [],
        };
    }

    private string Note()
    {
        var prompts = result.Systems.Select(system => system.WholePrompt?.Count ?? 0).DefaultIfEmpty().Max();
        var seeds = result.Systems.Select(system => system.TrainingSeeds.Count).DefaultIfEmpty().Max();
        var spread = seeds > 1 ? "" : " With one training a system, the intervals leave out how trainings differ.";
        var weights = result.Systems.Any(system => system.Weights is not null)
            ? "Weight: mean (least to most) over the first round's pictures, before λ. " : "";
        var test = result.Comparisons.Select(pair => pair.Test).FirstOrDefault(PairedTest.Test);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Whole prompts right: mean and 95 % interval over {prompts} prompts and {seeds} "
            + $"{(seeds == 1 ? "training" : "trainings")}; differences in points with 95 % intervals and p by "
            + $"{test}. "
            + $"{weights}Of {result.Comparisons.Count} comparisons one in twenty falls below p = 0.05 by chance."
            + $"{spread}");
    }

    private static string Weight(SystemResult system) => system.Weights is not { } weights ? "–"
        : weights.Least == weights.Most ? Number(weights.Mean, "0.00")
        : $"{Number(weights.Mean, "0.00")} "
            + $"({Number(weights.Least, "0.00;−0.00")} to {Number(weights.Most, "0.00;−0.00")})";

    private static string Rate(Estimate? rate) =>
        rate is not { HasInterval: true }
            ? "–"
            : $"{Number(100 * rate.Mean, "0.0")} ± {Number(100 * rate.Margin, "0.0")}";

    private static string Difference(Comparison? pair) => pair is null
        ? "–"
        : $"{Number(100 * pair.Difference, "+0.0;−0.0;0.0")} ± {Number(100 * pair.Margin, "0.0")} "
            + $"(p {Figures.PValue(pair.P)})";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
