using Srum.Evaluation;
using Srum.Judging;
using Srum.Prompts;
using Srum.Regions;

namespace Srum.Benchmarks;

/// <summary>
/// The shapes world's own benchmark: prompts of its categories, each picture wholly right or not. The oracle marks it
/// exactly; another evaluator's marks are that evaluator's opinion.
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
    public int? Prompts => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Categories => [];

    /// <inheritdoc/>
    public int PicturesPerPrompt => 2;

    /// <inheritdoc/>
    public double Most => 1;

    /// <inheritdoc/>
    public IReadOnlyList<PublishedFigure> Published => [];

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkPrompt> Read(string path) =>
        [.. PromptSet.Read(path).Prompts.Select(
            prompt => new BenchmarkPrompt(prompt.Id, prompt.Text, prompt.Category))];

    /// <summary>Marks of an evaluator.</summary>
    public static IPictureMarker Marker(IEvaluator evaluator) => new EvaluatorMarker(evaluator);

    /// <summary>Marks by a judge's verdict on whole pictures; one whose question stayed open is asked again.</summary>
    /// <param name="judge">A judge of <see cref="JudgeQuestions.Sample"/>.</param>
    /// <param name="name">Who it is, for records.</param>
    public static IPictureMarker Marker(IJudge judge, string name) => new VerdictMarker(judge, name);

    /// <inheritdoc/>
    public BenchmarkScores Sum(IReadOnlyList<MarkedPicture> pictures)
    {
        var categories = pictures.Select(picture => picture.Prompt.Category).Distinct().Order(StringComparer.Ordinal)
            .ToArray();
        return new BenchmarkScores(
            [.. ScoredGroup.By(pictures, prompt => prompt.Category, categories, Whole).Select(group => group.Score)],
            [
                new(
                    "whole prompts right",
                    ClusteredMean.Of(ScoredGroup.ValuesOf(pictures, Whole)),
                    "Share of pictures in which the whole prompt is right and nothing else is there."),
                new(
                    "parts right",
                    ClusteredMean.Of(ScoredGroup.ValuesOf(pictures, picture => picture.Mark(Partial))),
                    "Mean share of what a prompt asks for that is right."),
            ]);

        static double? Whole(MarkedPicture picture) => picture.Mark(Correct);
    }

    private sealed class EvaluatorMarker(IEvaluator evaluator) : IPictureMarker
    {
        public string Name => evaluator.Name;

        public IReadOnlyList<PictureMarks?> Mark(
            IReadOnlyList<PictureToMark> pictures, CancellationToken cancel = default) =>
            [.. evaluator.Score([.. pictures.Select(Evaluated)], cancel).Select(Marks)];

        private static EvaluatedPicture Evaluated(PictureToMark picture) => new(
            new EvaluationPrompt($"{picture.Prompt.Id}", picture.Prompt.Text, picture.Prompt.Category), picture.Open());

    }

    private sealed class VerdictMarker(IJudge judge, string name) : IPictureMarker
    {
        public string Name => name;

        public IReadOnlyList<PictureMarks?> Mark(
            IReadOnlyList<PictureToMark> pictures, CancellationToken cancel = default) =>
            [.. judge.Run([.. pictures.Select(Request)], cancel).Select(record => record.Open is not null ? null
                : Marks(PictureScore.OfVerdict(record.Sample?.Score)) with
                {
                    Replies = [.. record.Replies.Select(reply => reply.Text)],
                })];

        private static JudgeRequest Request(PictureToMark picture) => new(
            $"{picture.Prompt.Id}", picture.Prompt.Text, "", picture.Open(),
            Runs.ContentKey.Seed(picture.Prompt.Text, picture.Number));
    }

    private static PictureMarks Marks(PictureScore? score) => new(
        new Dictionary<string, double?>
        {
            [Correct] = score is null ? null : score.Correct ? 1 : 0, [Partial] = score?.Partial,
        },
        []);
}
