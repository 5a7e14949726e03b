using Srum.Evaluation;
using Srum.Formats;
using Srum.Imaging;
using Srum.Models;

namespace Srum.Benchmarks;

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
    private static readonly string[] Plain =
        ["3d spatial", "color", "non-spatial", "numeracy", "shape", "spatial", "texture"];
    private static readonly string[] Composite = ["complex", "complex action", "complex spatial"];

    /// <inheritdoc/>
    public string Name => "t2i-compbench";

    /// <inheritdoc/>
    public string Title => "T2I-CompBench";

    /// <inheritdoc/>
    public int? Prompts => 2670;

    /// <inheritdoc/>
    public IReadOnlyList<string> Categories { get; } = [.. Plain, .. Composite];

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
            return Categories.Contains(GroupOf(category))
                ? PromptFile.Prompt(entry, "Question", PromptFile.Number(entry, "Question_id"), category)
                : throw entry.Wrong($"has the category '{category}'; known are {string.Join(", ", Categories)}");
        })]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Question> Ask(BenchmarkPrompt prompt, Picture picture) =>
    [
        new(
            [picture],
            $"The picture was generated for this prompt: \"{prompt.Text}\"\n\n"
            + "How well does the picture show what the prompt asks for: the objects, their number, their attributes "
            + "and how they stand to each other? Give a whole number from 0 (nothing of it) to 100 (all of it).\n\n"
            + "Answer with JSON and nothing else: {\"score\": a whole number, \"explanation\": \"why\"}"),
    ];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double?> Marks(BenchmarkPrompt prompt, IReadOnlyList<string> replies) =>
        new Dictionary<string, double?>
        {
            [Score] = CompBenchReply.Read(replies[0]),
            [PublishedScore] = CompBenchReply.Published(replies[0]),
        };

    /// <inheritdoc/>
    public BenchmarkScores Sum(IReadOnlyList<MarkedPicture> pictures)
    {
        var honest = ScoredGroup.By(
            pictures, prompt => GroupOf(prompt.Category), Categories, picture => picture.Mark(Score));
        var read = ScoredGroup.By(
            pictures, prompt => GroupOf(prompt.Category), Categories, picture => picture.Mark(PublishedScore));
        var (composite, overall) = PublishedSummary(
            PublishedMeans(read.ToDictionary(group => group.Name, Results)), [.. read.Select(group => group.Name)]);
        var answered = honest.Where(group => group.Values.Count > 0).ToArray();
        var complex = answered.Where(group => Composite.Contains(group.Name)).ToArray();
        return new BenchmarkScores(
            [.. honest.Select(group => group.Score)],
            [
                new(
                    "overall, corrected",
                    ClusteredMean.Of(Weighted(answered, complex.Length)),
                    "Mean of the seven plain categories and of the complex composite; what is unanswered is left out."),
                new(
                    "overall, each prompt once",
                    ScoredGroup.Mean(
                        answered.Where(group => group.Name == Composite[0] || !Composite.Contains(group.Name))),
                    "The same with complex alone for the composite: the two others are subsets of it, judged twice."),
                new(
                    "overall, as published",
                    AsPublished(overall),
                    "As the authors' scripts: a failed answer counts −1, a category without results 0, and so does the "
                    + "composite without any of its parts."),
                new(
                    "complex composite, corrected",
                    ScoredGroup.Mean(complex),
                    "Mean of the means of complex, complex action and complex spatial."),
                new("complex composite, as published", AsPublished(composite), "The same with the published means."),
            ]);

        // Without a single record there is no result file.
        static IReadOnlyList<double>? Results(ScoredGroup group) =>
            group.Score.Missing == group.Score.Pictures ? null : [.. group.Values.Select(item => item.Value)];

        static Estimate? AsPublished(double? score) => score is { } value ? new Estimate(value, 0, 0) : null;
    }

    /// <summary>
    /// The weights of the overall score: each plain category counts like the composite, which is shared by its parts.
    /// </summary>
    private static (double Weight, IReadOnlyCollection<ClusterValue> Values)[] Weighted(
        IReadOnlyList<ScoredGroup> groups, int complex)
    {
        var parts = groups.Count - complex + (complex > 0 ? 1 : 0);
        return
        [
            .. groups.Select(group => (
                1.0 / parts / (Composite.Contains(group.Name) ? complex : 1),
                (IReadOnlyCollection<ClusterValue>)group.Values)),
        ];
    }

    /// <summary>The means that the authors' <c>calculate_mean.py</c> prints, to four decimals.</summary>
    /// <param name="scores">Scores by category, −1 = failed; null = no result file, which has no mean.</param>
    internal static IReadOnlyDictionary<string, double> PublishedMeans(
        IReadOnlyDictionary<string, IReadOnlyList<double>?> scores) => scores
        .Where(category => category.Value is not null)
        .ToDictionary(category => category.Key, category => Math.Round(category.Value!.DefaultIfEmpty(0).Average(), 4));

    /// <summary>The composite and the overall score of the authors' summary (<c>qwen_eval.sh</c>).</summary>
    /// <param name="means">Published means.</param>
    /// <param name="names">Categories with pictures: one that has no mean counts 0.</param>
    /// <returns>
    /// Null where no category has pictures. The composite alone is null where none of its parts has, though the overall
    /// score counts it as one more category then too, with 0.
    /// </returns>
    internal static (double? Composite, double? Overall) PublishedSummary(
        IReadOnlyDictionary<string, double> means, IReadOnlyCollection<string> names)
    {
        var composite = Mean(Of(CompBench.Composite));
        return (composite, names.Count == 0 ? null : Mean([.. Of(Plain), composite ?? 0]));

        double[] Of(string[] wanted) => [.. wanted.Where(names.Contains).Select(name => means.GetValueOrDefault(name))];

        static double? Mean(double[] found) => found.Length > 0 ? found.Average() : null;
    }

    /// <summary>The name that published tables give a category of a prompt file.</summary>
    internal static string GroupOf(string category) => category.Replace('_', ' ');
}
