using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Srum.Charts;

namespace Srum.Notebooks.Checks;

/// <summary>What a reader sees of a piece of HTML: its words and its pictures.</summary>
internal static partial class HtmlText
{
    /// <summary>
    /// What a host keeps that ours leaves out: the tool's block of addresses, and the script that charts are drawn
    /// with.
    /// </summary>
    public static bool IsHostBlock(JsonObject output) =>
        IsPlotly(output) || Of(output).Contains("dotnet-interactive-this-cell", StringComparison.Ordinal);

    /// <summary>
    /// The script that charts are drawn with: megabytes that a page needs once and a stored lesson never.
    /// </summary>
    public static bool IsPlotly(JsonObject output) =>
        Of(output).StartsWith(PlotlyScript.Mark, StringComparison.Ordinal);

    /// <summary>
    /// The texts between tags, in their order; scripts, styles, what is hidden and text that is blank left out. A
    /// progress display has none: it holds times.
    /// </summary>
    public static string[] Fragments(string html) =>
        html.StartsWith("<div class=\"srum-progress\"", StringComparison.Ordinal)
        ? []
        : [
            .. Tag().Split(Unseen().Replace(html, "")).Select(text => OneSpace(WebUtility.HtmlDecode(text)))
                .Where(text => text.Length > 0),
        ];

    /// <summary>
    /// A piece of HTML without an evaluator's verdicts: a picture at the border of right and wrong has another where a
    /// processor rounds otherwise, as a number has.
    /// </summary>
    public static string WithoutVerdicts(string html) => Verdict().Replace(html, "");

    /// <summary>The embedded PNG files, in their order; what scripts hold is not shown.</summary>
    public static IReadOnlyList<byte[]> Pictures(string html) => [.. Embedded().Matches(Unseen().Replace(html, ""))
        .Select(match => Convert.FromBase64String(match.Groups[1].Value))];

    /// <summary>A text with every run of white space as one space, and none at its ends.</summary>
    public static string OneSpace(string text) => WhiteSpace().Replace(text, " ").Trim();

    private static string Of(JsonObject output) => NotebookCell.Text(output["data"]?["text/html"]);

    [GeneratedRegex(
        @"<(script|style)\b.*?</\1\s*>|<p style=""display:none"">.*?</p>",
        RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"<div class=""srum-verdict"">.*?</div>", RegexOptions.Singleline)]
    private static partial Regex Verdict();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"data:image/png;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex Embedded();
}
