using System.Globalization;
using Srum.Files;

namespace Srum.Formats;

/// <summary>
/// The published evaluation of T2I-CompBench: a CSV of one row a picture (UTF-8 with byte-order mark, columns
/// question_id, prompt, category, score and full_evaluation_text, sorted by number). A failed answer is written as −1.
/// The program writes tables; only the tests read them and take their means, to hold both against the authors' files.
/// </summary>
public sealed record EvaluationTable(IReadOnlyList<EvaluationRow> Rows)
{
    private static readonly string[] Columns = ["question_id", "prompt", "category", "score", "full_evaluation_text"];

    /// <summary>
    /// The mean that upstream prints (<c>calculate_mean.py</c>): rows whose score is no number are left out, failed
    /// ones count −1; 0 where nothing is left.
    /// </summary>
    public double PublishedMean => Rows.Select(row => row.Number).OfType<double>().DefaultIfEmpty(0).Average();

    /// <summary>Rows whose answer failed.</summary>
    public int Failed => Rows.Count(row => row.Number < 0);

    /// <summary>The mean over answered rows; null where none is left.</summary>
    public double? CorrectedMean =>
        Rows.Select(row => row.Number).OfType<double>().Where(score => score >= 0).ToArray() is { Length: > 0 } answered
            ? answered.Average() : null;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SrumException">It cannot be read, or is no CSV; the message names file and line.</exception>
    public static EvaluationTable Read(string path)
    {
        var (head, rows) = CsvFile.Read(path);
        var place = Columns.ToDictionary(name => name, name => head.IndexOf(name));
        return new EvaluationTable([.. rows.Select(row => new EvaluationRow(
            Cell(row, "question_id"), Cell(row, "prompt"), Cell(row, "category"), Cell(row, "score"),
            Cell(row, "full_evaluation_text")))]);

        string Cell(IReadOnlyList<string> row, string column) =>
            place[column] is var at and >= 0 && at < row.Count ? row[at] : "";
    }

    /// <summary>Writes a file as upstream does, whole or not at all; equal rows give equal bytes.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <exception cref="SrumException">The file cannot be written.</exception>
    public void Write(string path) => CsvFile.Write(path, Columns, Rows
        .OrderBy(row =>
            long.TryParse(row.Id, NumberStyles.Integer, CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue)
        .Select(row => (IReadOnlyList<string>)[row.Id, row.Prompt, row.Category, row.Score, row.Reply]));
}
