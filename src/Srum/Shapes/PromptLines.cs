using System.Text.Json;
using System.Text.RegularExpressions;

namespace Srum.Shapes;

/// <summary>
/// Prompts from plain text, one a line. A line that is something else than a prompt is refused, not drawn.
/// </summary>
internal static partial class PromptLines
{
    public static List<PromptEntry> Read(string path, string text)
    {
        var prompts = new List<PromptEntry>();
        foreach (var (i, whole) in text.Split('\n').Index())
        {
            // Files that were put together carry the byte order mark of each.
            var line = whole.TrimStart('\uFEFF').Trim();
            if (line.Length == 0)
            {
                continue;
            }

            if ((Other(line, prompts.Count == 0) ?? PromptEntry.Fault(line)) is { } fault)
            {
                throw PromptSet.Wrong(path, i + 1, fault);
            }

            prompts.Add(new PromptEntry(i + 1, line, ""));
        }

        return prompts;
    }

    private static string? Other(string line, bool isFirst) =>
        line.Contains('\t') ? "holds a tab, as tables do. Give the table a heading that names its column prompt, or "
            + "take the tab out"
        : line.StartsWith('#') ? "begins with '#', and comments are not read. Take it out"
        : IsJson(line) ? "is JSON among plain text. Keep one prompt a line, or one JSON object a line"
        : Markup().IsMatch(line) ? "is the beginning of a web page or of XML, no prompt. Fetch the file itself"
        : line.StartsWith("version https://git-lfs", StringComparison.Ordinal)
            ? "is that of a git-lfs pointer, not of the file itself. Fetch it with 'git lfs pull'"
        : isFirst && Heading().IsMatch(line)
            ? "is the heading of a table, no prompt. Take it out, or end the file's name in .csv"
        : null;

    private static bool IsJson(string line)
    {
        if (line[0] is not ('{' or '['))
        {
            return false;
        }

        try
        {
            JsonDocument.Parse(line).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^<(!doctype|html|head|body|\?xml|!--)", RegexOptions.IgnoreCase)]
    private static partial Regex Markup();

    [GeneratedRegex("^\"?(prompts?|texts?|questions?)\"?$", RegexOptions.IgnoreCase)]
    private static partial Regex Heading();
}
