using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Srum.Display;

namespace Srum.Notebooks.Export;

/// <summary>
/// A cell's stored outputs as HTML. What a view wrote is taken as it is (views escape their texts); whatever came as
/// text is escaped here.
/// </summary>
internal static partial class CellOutputs
{
    /// <summary>The outputs, one element each; empty where there are none.</summary>
    /// <param name="outputs">Outputs in nbformat's form.</param>
    /// <param name="cell">The cell's number, for pictures that say nothing of themselves.</param>
    public static string ToHtml(IReadOnlyList<JsonObject> outputs, int cell)
    {
        var html = new StringBuilder();
        foreach (var output in outputs)
        {
            var shown = (string?)output["output_type"] switch
            {
                "stream" => Text(
                    NotebookCell.Text(output["text"]), (string?)output["name"] == "stderr" ? "text stderr" : "text",
                    "Printed text"),
                "error" => Text($"{output["ename"]}: {output["evalue"]}", "text stderr", "Error"),
                _ => Data(output["data"] as JsonObject ?? [], cell),
            };
            html.Append("<div class=\"output\">").Append(shown).Append("</div>\n");
        }

        return html.ToString();
    }

    private static string Data(JsonObject data, int cell)
    {
        if (data["text/html"] is { } page)
        {
            // What a run left on the disk of whoever ran it is no part of the book.
            return LocalLink().Replace(NotebookCell.Text(page), "");
        }

        foreach (var type in (string[])["image/png", "image/jpeg"])
        {
            // Anything but base64 in its place would end the attribute.
            if (data[type] is { } bytes
                && NotebookCell.Text(bytes).ReplaceLineEndings("") is var code
                && Base64().IsMatch(code))
            {
                return $"<img src=\"data:{type};base64,{code}\" alt=\"Picture that cell {cell} shows\">";
            }
        }

        if (data["image/svg+xml"] is { } drawing)
        {
            // As a picture, not as part of the page: then no script of it runs.
            var code = Convert.ToBase64String(Encoding.UTF8.GetBytes(NotebookCell.Text(drawing)));
            return $"<img src=\"data:image/svg+xml;base64,{code}\" alt=\"Drawing that cell {cell} shows\">";
        }

        return Text(NotebookCell.Text(data["text/plain"]), "text", "Value");
    }

    private static string Text(string text, string style, string label) =>
        $"<pre class=\"{style}\" tabindex=\"0\" role=\"region\" "
            + $"aria-label=\"{label}\">{Html.Escape(text.TrimEnd('\n'))}</pre>";

    [GeneratedRegex("""<a href="(?!https?:|#)[^"]*">[^<]*</a>""")]
    private static partial Regex LocalLink();

    [GeneratedRegex("^[A-Za-z0-9+/=]*$")]
    private static partial Regex Base64();
}
