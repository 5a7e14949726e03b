using System.Text;

namespace Srum.Display;

/// <summary>A plain table: rows of words and figures under headings, the first column naming the row.</summary>
/// <param name="columns">Headings, the first column's too.</param>
/// <param name="rows">Rows, each with a cell a column.</param>
/// <param name="note">A line under the table; null = none.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class FactTable(
    IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows, string? note = null)
    : IView
{
    private const string Cell = "padding:4px 10px;border-bottom:1px solid #8884;vertical-align:top;text-align:";

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder(
            "<div class=\"srum-facts\" style=\"font-family:system-ui,sans-serif;font-size:13px;overflow-x:auto\">")
            .Append("<table style=\"border-collapse:collapse\"><thead><tr>");
        foreach (var (i, column) in columns.Index())
        {
            html.Append($"<th scope=\"col\" style=\"{Cell}{Side(i)}\">").Append(Html.Escape(column)).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>");
            foreach (var (i, cell) in row.Index())
            {
                var tag = i == 0 ? "th" : "td";
                html.Append($"<{tag}{(i == 0 ? " scope=\"row\"" : "")} "
                    + $"style=\"{Cell}{Side(i)};font-weight:{(i == 0 ? 600 : 400)}\">")
                    .Append(Html.Escape(cell)).Append($"</{tag}>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (note is not null)
        {
            html.Append("<p style=\"margin:6px 0 0;opacity:.75;max-width:720px\">").Append(Html.Escape(note))
                .Append("</p>");
        }

        return html.Append("</div>").ToString();
    }

    /// <summary>The same as text: a line a row.</summary>
    public override string ToString()
    {
        IReadOnlyList<string>[] lines = [columns, .. rows];
        var widths = columns.Select((_, i) => lines.Max(line => line[i].Length)).ToArray();
        var text = lines.Select(
            line => string.Join(
                "  ", line.Select((cell, i) => Side(i) == "left" ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))
                .TrimEnd());
        return string.Join('\n', note is null ? text : text.Append(note));
    }

    // Words to the left, figures to the right: a column is one of figures when each of its cells begins with a digit, a
    // sign or a dash.
    private string Side(int column) =>
        column > 0 && rows.Count > 0 && rows.All(
            row => row[column].Length > 0
                && (char.IsAsciiDigit(row[column][0]) || row[column][0] is '+' or '−' or '–' or '±'))
            ? "right"
            : "left";
}
