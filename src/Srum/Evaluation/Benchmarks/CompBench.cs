using Srum.Formats;
using Srum.Imaging;
using Srum.Models;

namespace Srum.Evaluation.Benchmarks;

/// <summary>
/// T2I-CompBench with a multimodal judge, as the authors run it: one question a picture, a whole number from 0 to 100.
/// </summary>
public sealed class CompBench : IJudgedBenchmark
{
    /// <summary>The mark that is read with care; null = unanswered.</summary>
    public const string Score = "score";

    /// <summary>The mark as the authors' script reads it; −1 = failed, which their mean takes for a score.</summary>
    public const string PublishedScore = "published score";

    // As published tables name and order them; files write these names with underscores.
    private static readonly string[] Plain = ["3d spatial", "color", "non-spatial", "numeracy", "shape", "spatial", "texture"];
    private static readonly string[] Composite = ["complex", "complex action", "complex spatial"];

    /// <inheritdoc/>
    public string Name => "t2i-compbench";

    /// <inheritdoc/>
    public string Title => "T2I-CompBench";

    /// <inheritdoc/>
    public int PicturesPerPrompt => 1;

    /// <inheritdoc/>
    public double Most => 100;

    /// <inheritdoc/>
    public IReadOnlyList<PublishedFigure> Published => PublishedFigures.CompBench;

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkPrompt> Read(string path)
    {
        var entries = PromptFile.Read(path);
        return PromptFile.Distinct(entries, [.. entries.Select(entry =>
        {
            var category = entry.Value.Text("Category") ?? throw entry.Wrong("has no \"Category\"");
            return IsKnown(category)
                ? PromptFile.Prompt(entry, "Question", PromptFile.Number(entry, "Question_id"), category)
                : throw entry.Wrong($"has the category '{category}'; known are {string.Join(", ", Plain.Concat(Composite))}");
        })]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Question> Ask(BenchmarkPrompt prompt, Picture picture) =>
    [
        new(
            [picture],
            $"The picture was generated for this prompt: \"{prompt.Text}\"\n\n"
            + "How well does the picture show what the prompt asks for: the objects, their number, their attributes and how they "
            + "stand to each other? Give a whole number from 0 (nothing of it) to 100 (all of it).\n\n"
            + "Answer with JSON and nothing else: {\"score\": a whole number, \"explanation\": \"why, in a sentence\"}"),
    ];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double?> Marks(BenchmarkPrompt prompt, IReadOnlyList<string> replies) => new Dictionary<string, double?>
    {
        [Score] = CompBenchReply.Read(replies[0]),
        [PublishedScore] = CompBenchReply.Published(replies[0]),
    };

    /// <inheritdoc/>
    public BenchmarkScores Sum(IReadOnlyList<MarkedPicture> pictures)
    {
        var byGroup = pictures.ToLookup(picture => GroupOf(picture.Prompt.Category));
        string[] names = [.. Plain.Concat(Composite).Where(name => byGroup[name].Any())];

        // Prompts of complex action and complex spatial stand in complex too: by their text they share their luck.
        var honest = names.ToDictionary(name => name, name => Values(byGroup[name], Score));
        var published = names.ToDictionary(name => name, name => byGroup[name].All(picture => picture.Record is null)
            ? null : (IReadOnlyList<double>)[.. Values(byGroup[name], PublishedScore).Select(item => item.Value)]);
        var (composite, overall) = PublishedSummary(PublishedMeans(published), names);
        var plain = Plain.Where(name => honest.GetValueOrDefault(name, []).Count > 0).Select(name => honest[name]).ToArray();
        var complex = Composite.Where(name => honest.GetValueOrDefault(name, []).Count > 0).Select(name => honest[name]).ToArray();
        var parts = plain.Length + (complex.Length > 0 ? 1 : 0);
        return new BenchmarkScores(
            [.. names.Select(name => new GroupScore(
                name,
                ClusteredMean.Of(honest[name]),
                byGroup[name].Count(),
                byGroup[name].Count(picture => picture.Record is not null && picture.Mark(Score) is null),
                byGroup[name].Count(picture => picture.Record is null)))],
            [
                new(
                    "overall, corrected",
                    ClusteredMean.Of([
                        .. plain.Select(group => (1.0 / parts, group)),
                        .. complex.Select(group => (1.0 / parts / complex.Length, group))]),
                    "Mean of the seven plain categories and of the complex composite; unanswered pictures and categories are left out."),
                new(
                    "overall, each prompt once",
                    ClusteredMean.OfMeans([.. plain, .. honest.GetValueOrDefault("complex", []) is { Count: > 0 } own ? [own] : (List<ClusterValue>[])[]]),
                    "The same with complex alone in the composite's place: the other two are subsets of it, judged a second time."),
                new(
                    "overall, as published",
                    overall is { } score ? new Estimate(score, 0, 0) : null,
                    "As the authors' scripts compute it: failed answers count −1, a category without results 0, means have four decimals."),
                new(
                    "complex composite, corrected",
                    ClusteredMean.OfMeans(complex),
                    "Mean of the means of complex, complex action and complex spatial."),
                new(
                    "complex composite, as published",
                    composite is { } part ? new Estimate(part, 0, 0) : null,
                    "The same with the published means."),
            ]);
    }

    /// <summary>The means that the authors' <c>calculate_mean.py</c> prints, to four decimals.</summary>
    /// <param name="scores">Scores by category, −1 = failed; null = no result file, which has no mean.</param>
    internal static IReadOnlyDictionary<string, double> PublishedMeans(IReadOnlyDictionary<string, IReadOnlyList<double>?> scores) => scores
        .Where(category => category.Value is not null)
        .ToDictionary(category => category.Key, category => Math.Round(category.Value!.DefaultIfEmpty(0).Average(), 4));

    /// <summary>The composite and the overall score of the authors' summary (<c>qwen_eval.sh</c>).</summary>
    /// <param name="means">Published means.</param>
    /// <param name="names">Categories with pictures: one that has no mean counts 0.</param>
    /// <returns>Null where no category has pictures.</returns>
    internal static (double? Composite, double? Overall) PublishedSummary(IReadOnlyDictionary<string, double> means, IReadOnlyCollection<string> names)
    {
        var composite = Mean(Composite);
        var all = Plain.Where(names.Contains).Select(name => means.GetValueOrDefault(name)).Concat(composite is { } part ? [part] : (double[])[]).ToArray();
        return (composite, all.Length > 0 ? all.Average() : null);

        double? Mean(string[] wanted) => wanted.Where(names.Contains).Select(name => means.GetValueOrDefault(name)).ToArray() is { Length: > 0 } found
            ? found.Average() : null;
    }

    private static List<ClusterValue> Values(IEnumerable<MarkedPicture> pictures, string mark) =>
        [.. pictures.Where(picture => picture.Mark(mark) is not null).Select(picture => new ClusterValue(picture.Prompt.Text, picture.Mark(mark)!.Value))];

    private static bool IsKnown(string category) => Plain.Contains(GroupOf(category)) || Composite.Contains(GroupOf(category));

    private static string GroupOf(string category) => category.Replace('_', ' ');
}
