using System.Globalization;
using System.Text;
using Srum.Evaluation;

namespace Srum.Display;

/// <summary>
/// Systems by categories, in per cent with their 95 % intervals (mean ± <see cref="Estimate.Margin"/>); the best mean
/// of each column stands out.
/// </summary>
/// <param name="columns">Names of the columns.</param>
/// <param name="rows">The systems.</param>
/// <param name="note">A line under the table; null = none.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class ScoreTable(IReadOnlyList<string> columns, IReadOnlyList<ScoreRow> rows, string? note = null) : IView
{
    private const string Cell = "padding:4px 7px;border-bottom:1px solid #8884;text-align:right;white-space:nowrap";

    /// <summary>The table of a result: a column for everything, then one a category.</summary>
    /// <param name="systems">The systems, in the order of the rows.</param>
    public static ScoreTable Of(params IReadOnlyList<SystemResult> systems)
    {
        var categories = systems.SelectMany(system => system.ByCategory.Keys).Distinct().Order(StringComparer.Ordinal)
            .ToArray();
        return new ScoreTable(
            ["all", .. categories],
            [.. systems.Select(system => new ScoreRow(
                system.Name,
                [
                    system.WholePrompt,
                    .. categories.Select(category => system.ByCategory.GetValueOrDefault(category)),
                ]))],
            "Whole prompts right, in per cent, with 95 % intervals.");
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder(
            "<div class=\"srum-scores\" style=\"font-family:system-ui,sans-serif;font-size:13px;overflow-x:auto\">")
            .Append("<table style=\"border-collapse:collapse\"><thead><tr>")
            .Append($"<th scope=\"col\" style=\"{Cell};text-align:left\">system</th>");
        foreach (var column in columns)
        {
            html.Append($"<th scope=\"col\" style=\"{Cell}\">").Append(Html.Escape(column)).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append($"<tr><th scope=\"row\" style=\"{Cell};text-align:left\">").Append(Html.Escape(row.System))
                .Append("</th>");
            for (var i = 0; i < columns.Count; i++)
            {
                html.Append($"<td style=\"{Cell}\">").Append(Words(row.Cells[i], IsBest(i, row.Cells[i])))
                    .Append("</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (note is not null)
        {
            html.Append("<p style=\"margin:6px 0 0;opacity:.75\">").Append(Html.Escape(note)).Append("</p>");
        }

        return html.Append("</div>").ToString();
    }

    /// <summary>The same as text: a line a system.</summary>
    public override string ToString()
    {
        var culture = CultureInfo.InvariantCulture;
        var name = Math.Max(6, rows.Count == 0 ? 0 : rows.Max(row => row.System.Length));
        var text = new StringBuilder("system".PadRight(name));
        foreach (var column in columns)
        {
            text.Append("  ").Append(column.PadLeft(Math.Max(12, column.Length)));
        }

        foreach (var row in rows)
        {
            text.Append('\n').Append(row.System.PadRight(name));
            for (var i = 0; i < columns.Count; i++)
            {
                var words = row.Cells[i] is { HasInterval: true } cell
                    ? string.Create(culture, $"{100 * cell.Mean:0.0} ± {100 * cell.Margin:0.0}") : Figures.None;
                text.Append("  ").Append(words.PadLeft(Math.Max(12, columns[i].Length)));
            }
        }

        return note is null ? text.ToString() : text.Append('\n').Append(note).ToString();
    }

    private bool IsBest(int column, Estimate? cell) =>
        cell is { HasInterval: true } && rows.Count > 1
            && rows.All(row => row.Cells[column] is not { } other || other.Mean <= cell.Mean);

    private static string Words(Estimate? cell, bool isBest) => cell is not { HasInterval: true }
        ? Figures.None + (cell is { Count: 1 } ? "<span style=\"display:block;font-size:11px;opacity:.7\">n = 1</span>"
            : "")
        : $"<span style=\"{(isBest ? "font-weight:700" : "font-weight:400")}\">"
            + $"{Html.Number(100 * cell.Mean, "0.0")}</span>"
            + $"<span style=\"display:block;opacity:.65\">± {Html.Number(100 * cell.Margin, "0.0")}</span>"
            + $"<span style=\"display:block;font-size:11px;opacity:.7\">n = {cell.Count}</span>";
}
