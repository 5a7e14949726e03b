using System.Text.Json;
using System.Text.RegularExpressions;

namespace Srum.Prompts;

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
        : line[0] is '{' or '[' && IsJson(line)
            ? "is JSON among plain text. Keep one prompt a line, or one JSON object a line"
        : line[0] == '"' && IsJson(line.TrimEnd(','))
            ? "is wholly in quotation marks, which would be part of the prompt. Take them out, or end the file's name "
                + "in .jsonl"
        : Page().IsMatch(line) ? "is the beginning of a web page or of XML, no prompt. Fetch the file itself"
        : Markup().IsMatch(line) ? "begins with a tag, as web pages and XML do. Keep the prompt alone"
        : Item().IsMatch(line) ? $"begins with '{line.Split(' ')[0]}', the mark of a list. Take it out"
        : Field().IsMatch(line) ? "names a field, as YAML does. Keep the prompt alone"
        : line.StartsWith("version https://git-lfs", StringComparison.Ordinal)
            ? "is that of a git-lfs pointer, not of the file itself. Fetch it with 'git lfs pull'"
        : isFirst && Heading().IsMatch(line)
            ? "is the heading of a table, no prompt. Take it out, or end the file's name in .csv"
        : null;

    private static bool IsJson(string line)
    {
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
    private static partial Regex Page();

    [GeneratedRegex("^</?[A-Za-z][^<>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex("^([-*+•]|[0-9]+[.)]) ")]
    private static partial Regex Item();

    [GeneratedRegex("^(prompts?|texts?|questions?) *[:=]", RegexOptions.IgnoreCase)]
    private static partial Regex Field();

    [GeneratedRegex("^\"?(prompts?|texts?|questions?)\"?$", RegexOptions.IgnoreCase)]
    private static partial Regex Heading();
}
