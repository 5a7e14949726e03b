using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Srum.Files;

namespace Srum.Notebooks.Checks;

/// <summary>
/// What a notebook showed in a quick run that was looked at and found right: <c>tests/golden/quick/NAME.json</c>.
/// </summary>
/// <param name="MadeFrom">What that run was made from, in case it explains a difference.</param>
/// <param name="Cells">Each code cell's outputs, as much of them as is compared, by execution count.</param>
internal sealed record Golden(Provenance MadeFrom, IReadOnlyDictionary<int, IReadOnlyList<ShownOutput>> Cells)
{
    private static readonly JsonSerializerOptions Style = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The golden file of a notebook, whether it is there or not.</summary>
    public static string PathOf(Notebook notebook) =>
        Path.Combine(Repository.Find("tests"), "golden", "quick", notebook.Name + ".json");

    /// <summary>What a run showed.</summary>
    public static Golden Of(NotebookRun run) => new(
        Provenance.Of(run.Notebook),
        run.Notebook.CodeCells.Where(cell => run.Results.ContainsKey(cell.Number))
            .ToDictionary(
                cell => run.Results[cell.Number].Count,
                cell => ShownOutput.Of(run.Results[cell.Number].Outputs, cell.Comparing)));

    /// <summary>A notebook's golden file; null where there is none.</summary>
    /// <exception cref="SrumException">It is damaged.</exception>
    public static Golden? Read(Notebook notebook)
    {
        var path = PathOf(notebook);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Golden>(File.ReadAllBytes(path), Style) : null;
        }
        catch (JsonException broken)
        {
            throw new SrumException(
                $"{path} is damaged: {broken.Message} Make it again: srum notebooks check {notebook.Name} --update.",
                broken);
        }
    }

    /// <summary>Writes it as the notebook's golden file.</summary>
    public void Write(Notebook notebook)
    {
        var path = PathOf(notebook);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Style) + "\n"));
    }

    /// <summary>One line for each cell that shows something else now, with its number in the notebook.</summary>
    public IEnumerable<string> Differences(NotebookRun run)
    {
        var now = Of(run);
        foreach (var cell in run.Notebook.CodeCells.Where(cell => run.Results.ContainsKey(cell.Number)))
        {
            var count = run.Results[cell.Number].Count;
            if (Difference(Cells.GetValueOrDefault(count) ?? [], now.Cells[count]) is { } difference)
            {
                yield return $"cell {cell.Number}: {difference}{Explanation(now.MadeFrom)}";
            }
        }
    }

    private string Explanation(Provenance now) =>
        MadeFrom.Cells != now.Cells ? " (The golden file is of other "
            + "cells.)" : MadeFrom.Model != now.Model ? " (The golden file is of another model.)" : "";

    private static string? Difference(IReadOnlyList<ShownOutput> golden, IReadOnlyList<ShownOutput> shown)
    {
        if (golden.Count != shown.Count)
        {
            return $"{shown.Count} outputs, not {golden.Count}.";
        }

        foreach (var (before, now) in golden.Zip(shown))
        {
            var kinds = (Before: $"{before.Kind} {string.Join(' ', before.Mimes)}",
                Now: $"{now.Kind} {string.Join(' ', now.Mimes)}");
            if (kinds.Before != kinds.Now)
            {
                return $"its output is {kinds.Now}, not {kinds.Before}.";
            }

            var difference = First(before.Text, now.Text, NumberText.Agree)
                ?? First(before.Pictures, now.Pictures, PictureWords.Agree);
            if (difference is not null)
            {
                return difference;
            }
        }

        return null;
    }

    private static string? First(
        IReadOnlyList<string> golden, IReadOnlyList<string> shown, Func<string, string, bool> agree)
    {
        for (var i = 0; i < Math.Max(golden.Count, shown.Count); i++)
        {
            var (before, now) = (golden.ElementAtOrDefault(i), shown.ElementAtOrDefault(i));
            if (before is null || now is null || !agree(before, now))
            {
                return $"it shows '{Short(now)}' where the golden file has '{Short(before)}'.";
            }
        }

        return null;
    }

    private static string Short(string? text) =>
        text is null ? "nothing" : text.Length > 160 ? text[..160] + "…" : text;
}
