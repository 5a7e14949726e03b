using System.Text;

namespace Srum.Files;

/// <summary>
/// Tables as comma-separated text (RFC 4180): a field with a comma, a quotation mark or a line end stands in quotation
/// marks.
/// </summary>
internal static class CsvFile
{
    private const long Longest = 1L << 30;

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file: UTF-8, or what its byte order mark says.</param>
    /// <returns>The first row, empty where the file is, and the others.</returns>
    /// <exception cref="SrumException">
    /// It cannot be read, is no text, or a quotation mark stands where none may.
    /// </exception>
    public static (List<string> Head, List<List<string>> Rows) Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Longest)
            {
                throw new SrumException($"'{path}' is longer than {Longest} bytes: no table of scores is.");
            }

            var rows = Rows(path, TextFile.Read(path)).Select(row => row.Cells).ToList();
            return rows.Count == 0 ? ([], []) : (rows[0], rows[1..]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SrumException($"Cannot read '{path}': {failure.Message} Name a CSV file.", failure);
        }
    }

    /// <summary>Writes a table with a byte-order mark and line feeds, whole or not at all.</summary>
    public static void Write(string path, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder("\uFEFF");
        foreach (var row in rows.Prepend(head))
        {
            text.AppendJoin(',', row.Select(Quoted)).Append('\n');
        }

        AtomicFile.Write(path, text.ToString());
    }

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\n\r") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>The rows of a table that are not empty, each with the line that it begins in, from 1.</summary>
    /// <param name="path">Where it stands, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="separator">What stands between cells; a comma by default.</param>
    /// <exception cref="SrumException">A quotation mark stands where none may; the message names the line.</exception>
    public static List<(int Line, List<string> Cells)> Rows(string path, string text, char separator = ',')
    {
        var (rows, row, cell) = (new List<(int, List<string>)>(), new List<string>(), new StringBuilder());
        var (line, begun, opened, quoted, wasQuoted) = (1, 1, 1, false, false);
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            var endsLine = c == '\n' || (c == '\r' && (at + 1 == text.Length || text[at + 1] != '\n'));
            line += endsLine ? 1 : 0;
            if (quoted)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (at + 1 < text.Length && text[at + 1] == '"')
                {
                    cell.Append(text[++at]);
                }
                else
                {
                    (quoted, wasQuoted) = (false, true);
                }
            }
            else if (c == '"' && cell.Length == 0 && !wasQuoted)
            {
                (quoted, opened) = (true, line);
            }
            else if (c == separator)
            {
                EndCell();
            }
            else if (endsLine)
            {
                EndRow();
            }
            else if (c != '\r')
            {
                cell.Append(wasQuoted
                    ? throw new SrumException(
                        $"{path}, line {line}: this line has text after a closing quotation mark. Double those in a "
                        + "cell.")
                    : c);
            }
        }

        if (quoted)
        {
            throw new SrumException(
                $"{path}, line {opened}: this line opens a quotation mark that is never closed; the file was cut "
                + "short.");
        }

        EndRow();
        return rows;

        void EndCell()
        {
            row.Add(cell.ToString());
            cell.Clear();
            wasQuoted = false;
        }

        void EndRow()
        {
            if (row.Count > 0 || cell.Length > 0 || wasQuoted)
            {
                EndCell();
                rows.Add((begun, row));
                row = [];
            }

            begun = line;
        }
    }
}
