using System.Globalization;
using Srum.Formats;

namespace Srum.Benchmarks;

/// <summary>
/// T2I-CompBench's results as the authors' scripts write them, so that theirs can average ours: a table a category,
/// <c>color_think_results.csv</c> or <c>color_no_think_results.csv</c>, of the pictures that were marked.
/// </summary>
public static class CompBenchTables
{
    /// <summary>Writes the tables.</summary>
    /// <param name="folder">The folder; made where it is not there.</param>
    /// <param name="pictures">The pictures of the benchmark.</param>
    /// <param name="thinks">Whether the model thought before drawing.</param>
    /// <exception cref="SrumException">A file cannot be written.</exception>
    public static void Write(string folder, IEnumerable<MarkedPicture> pictures, bool thinks)
    {
        Directory.CreateDirectory(folder);
        foreach (var category in pictures.Where(picture => picture.Record is not null)
            .GroupBy(picture => CompBench.GroupOf(picture.Prompt.Category)))
        {
            // The table says complex for all three kinds; its name alone tells them apart.
            var kind = category.Key.StartsWith("complex", StringComparison.Ordinal) ? "complex" : category.Key;
            var rows = category.Select(picture => new EvaluationRow(
                $"{picture.Prompt.Id}",
                picture.Prompt.Text,
                kind,
                (picture.Mark(CompBench.PublishedScore) ?? -1).ToString(CultureInfo.InvariantCulture),
                picture.Record!.Replies.FirstOrDefault() ?? ""));
            new EvaluationTable([.. rows]).Write(
                Path.Combine(
                    folder, $"{category.Key.Replace(' ', '_')}_{(thinks ? "think" : "no_think")}_results.csv"));
        }
    }
}
