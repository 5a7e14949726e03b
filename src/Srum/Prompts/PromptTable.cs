using System.Globalization;
using System.Text.RegularExpressions;
using Srum.Files;

namespace Srum.Prompts;

/// <summary>
/// Prompts from a table with a heading (<see cref="CsvFile"/>, with commas, semicolons or tabs). The heading names the
/// column of the prompts as <see cref="PromptFields"/> do.
/// </summary>
internal static partial class PromptTable
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>
    /// Whether a text begins with the heading of a table of prompts: several names of one word, one of them the
    /// prompt's.
    /// </summary>
    public static bool IsHeading(string text)
    {
        var first = text.TrimStart('\uFEFF', ' ', '\n').Split('\n')[0];
        return Separators.Any(separator => first.Split(separator) is { Length: > 1 } names
            && names.All(name => Name().IsMatch(name))
                && PromptFields.Find([.. names.Select(Unquoted)], PromptFields.Text) >= 0);
    }

    /// <summary>Reads a table.</summary>
    public static List<PromptEntry> Read(string path, string text)
    {
        text = text.TrimStart('\uFEFF');
        var first = text.Split('\n').FirstOrDefault(line => line.Length > 0, "");
        // Some spreadsheets say in a line of its own what separates.
        var says = first is ['s', 'e', 'p', '=', _];
        var separator = says ? first[4] : Separators.MaxBy(candidate => first.Split(candidate).Length);
        var rows = CsvFile.Rows(path, text, separator).Skip(says ? 1 : 0)
            .Where(row => row.Cells.Any(cell => cell.Length > 0)).ToArray();
        if (rows.Length == 0)
        {
            return [];
        }

        var heading = rows[0].Cells;
        var (column, category, id) = (
            PromptFields.Find(heading, PromptFields.Text), PromptFields.Find(heading, PromptFields.Category),
            PromptFields.Find(heading, PromptFields.Id));
        if (column < 0)
        {
            throw PromptSet.Wrong(
                path, rows[0].Line, $"names no column of prompts. A table begins with a heading, in which one column "
                    + $"is called one of {PromptFields.Known}");
        }

        var lines = new Dictionary<long, int>();
        return [.. rows.Skip(1).Select(Entry)];

        PromptEntry Entry((int Line, List<string> Cells) row)
        {
            if (row.Cells.Count < heading.Count || row.Cells.Skip(heading.Count).Any(cell => cell.Length > 0))
            {
                throw PromptSet.Wrong(
                    path, row.Line, $"has {row.Cells.Count} fields, and the heading {heading.Count}. Put a prompt "
                        + $"that holds '{separator}' in quotes");
            }

            long number = row.Line;
            if (id >= 0 && !long.TryParse(
                row.Cells[id].Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            {
                throw PromptSet.Wrong(path, row.Line, $"has a {heading[id].Trim()} that is not a whole number");
            }

            if (!lines.TryAdd(number, row.Line))
            {
                throw PromptSet.Wrong(path, row.Line,
                    $"repeats the number {number} of line {lines[number]}. Give every prompt a number of its own");
            }

            var text = row.Cells[column].Trim();
            return PromptEntry.Fault(text) is { } fault
                ? throw PromptSet.Wrong(path, row.Line, fault)
                : new PromptEntry(number, text, category < 0 ? "" : row.Cells[category].Trim());
        }
    }

    private static string Unquoted(string name) => name.Trim().Trim('"');

    [GeneratedRegex("^ *\"?[A-Za-z_][A-Za-z0-9_-]*\"? *$")]
    private static partial Regex Name();
}
