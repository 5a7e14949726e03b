using Srum.Rewards;
using Srum.Shapes;

namespace Srum.Evaluation.Benchmarks;

/// <summary>
/// The shapes world's own benchmark: prompts of its categories, each picture wholly right or not. The oracle marks it exactly;
/// another evaluator's marks are that evaluator's opinion.
/// </summary>
public sealed class ShapesBenchmark : IBenchmark
{
    private const string Correct = "correct";
    private const string Partial = "partial";

    /// <inheritdoc/>
    public string Name => "shapes";

    /// <inheritdoc/>
    public string Title => "Shapes";

    /// <inheritdoc/>
    public int PicturesPerPrompt => 2;

    /// <inheritdoc/>
    public double Most => 1;

    /// <inheritdoc/>
    public IReadOnlyList<PublishedFigure> Published => [];

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkPrompt> Read(string path) =>
        [.. PromptSet.Read(path).Prompts.Select(prompt => new BenchmarkPrompt(prompt.Id, prompt.Text, prompt.Category))];

    /// <summary>Marks of an evaluator.</summary>
    public static IPictureMarker Marker(IEvaluator evaluator) => new EvaluatorMarker(evaluator);

    /// <inheritdoc/>
    public BenchmarkScores Sum(IReadOnlyList<MarkedPicture> pictures)
    {
        var byCategory = pictures.ToLookup(picture => picture.Prompt.Category);
        var categories = byCategory.Select(category => category.Key).Order(StringComparer.Ordinal).ToArray();
        return new BenchmarkScores(
            [.. categories.Select(name => new GroupScore(
                name.Length == 0 ? "all" : name,
                ClusteredMean.Of(Values(byCategory[name], Correct)),
                byCategory[name].Count(),
                byCategory[name].Count(picture => picture.Record is not null && picture.Mark(Correct) is null),
                byCategory[name].Count(picture => picture.Record is null)))],
            [
                new("whole prompts right", ClusteredMean.Of(Values(pictures, Correct)), "Share of pictures in which the whole prompt is right and nothing else is there."),
                new("parts right", ClusteredMean.Of(Values(pictures, Partial)), "Mean share of what a prompt asks for that is right."),
            ]);
    }

    private static List<ClusterValue> Values(IEnumerable<MarkedPicture> pictures, string mark) =>
        [.. pictures.Where(picture => picture.Mark(mark) is not null).Select(picture => new ClusterValue(picture.Prompt.Text, picture.Mark(mark)!.Value))];

    private sealed class EvaluatorMarker(IEvaluator evaluator) : IPictureMarker
    {
        public string Name => evaluator.Name;

        public IReadOnlyList<PictureMarks?> Mark(IReadOnlyList<PictureToMark> pictures, CancellationToken cancel = default) =>
        [
            .. evaluator.Score([.. pictures.Select(picture => new EvaluatedPicture(
                new EvaluationPrompt($"{picture.Prompt.Id}", picture.Prompt.Text, picture.Prompt.Category), picture.Open()))], cancel)
                .Select(score => new PictureMarks(
                    new Dictionary<string, double?> { [Correct] = score is null ? null : score.Correct ? 1 : 0, [Partial] = score?.Partial }, [])),
        ];
    }
}
