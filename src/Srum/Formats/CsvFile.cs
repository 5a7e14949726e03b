using System.Text;

namespace Srum.Formats;

/// <summary>
/// Tables as comma-separated text (RFC 4180): a field with a comma, a quotation mark or a line end stands in quotation
/// marks.
/// </summary>
internal static class CsvFile
{
    private const long Longest = 1L << 30;

    /// <summary>Reads a table.</summary>
    /// <param name="path">The file, UTF-8, with or without byte-order mark.</param>
    /// <returns>The first row, empty where the file is, and the others.</returns>
    /// <exception cref="SrumException">
    /// It cannot be read, is not UTF-8, or a quotation mark stands where none may.
    /// </exception>
    public static (List<string> Head, List<List<string>> Rows) Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Longest)
            {
                throw new SrumException($"'{path}' is longer than {Longest} bytes: no table of scores is.");
            }

            var bytes = File.ReadAllBytes(path).AsSpan();
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true)
                .GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
            var rows = Parse(path, text);
            return rows.Count == 0 ? ([], []) : (rows[0], rows[1..]);
        }
        catch (DecoderFallbackException failure)
        {
            throw new SrumException($"'{path}' holds bytes that are not UTF-8. Save it as UTF-8 text.", failure);
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

    private static List<List<string>> Parse(string path, string text)
    {
        var (rows, row, cell) = (new List<List<string>>(), new List<string>(), new StringBuilder());
        var (line, quoted, wasQuoted) = (1, false, false);
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            line += c == '\n' ? 1 : 0;
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
                quoted = true;
            }
            else if (c == ',')
            {
                EndCell();
            }
            else if (c == '\n')
            {
                EndRow();
            }
            else if (c != '\r')
            {
                cell.Append(wasQuoted
                    ? throw new SrumException(
                        $"{path}, line {line}: this line has text after a closing quotation mark.")
                    : c);
            }
        }

        if (quoted)
        {
            throw new SrumException($"{path}, line {line}: the file ends inside quotation marks; it was cut short.");
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
                rows.Add(row);
                row = [];
            }
        }
    }
}
