using Srum.Evaluation;
using Srum.Formats;

namespace Srum.Benchmarks;

/// <summary>
/// GenEval: 553 prompts in six tasks, four pictures each, right or wrong by a detector, whose results are read from a
/// file (<see cref="DetectorMarker"/>). A task's score is the share of its right pictures, the overall score the mean
/// of the tasks.
/// </summary>
public sealed class GenEval : IBenchmark
{
    /// <summary>The mark: 1 where the picture is right, 0 where it is wrong.</summary>
    public const string Correct = "correct";

    private static readonly string[] Tasks =
        ["single_object", "two_object", "counting", "colors", "position", "color_attr"];

    /// <inheritdoc/>
    public string Name => "geneval";

    /// <inheritdoc/>
    public string Title => "GenEval";

    /// <inheritdoc/>
    public int? Prompts => 553;

    /// <inheritdoc/>
    public IReadOnlyList<string> Categories => Tasks;

    /// <inheritdoc/>
    public int PicturesPerPrompt => 4;

    /// <inheritdoc/>
    public double Most => 1;

    /// <inheritdoc/>
    public IReadOnlyList<PublishedFigure> Published => PublishedFigures.GenEval;

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkPrompt> Read(string path)
    {
        var entries = PromptFile.Read(path);
        return [.. entries.Select((entry, place) =>
        {
            var tag = entry.Value.Text("tag") ?? throw entry.Wrong("has no \"tag\" with its task");
            CheckRequirements(entry);
            return PromptFile.Prompt(entry, "prompt", place, tag);
        })];
    }

    /// <inheritdoc/>
    public BenchmarkScores Sum(IReadOnlyList<MarkedPicture> pictures)
    {
        var tasks = ScoredGroup.By(pictures, prompt => prompt.Category, Tasks, picture => picture.Mark(Correct));
        var all = tasks.SelectMany(task => task.Values).ToArray();
        var prompts = all.GroupBy(item => item.Cluster)
            .Select(prompt => new ClusterValue(prompt.Key, prompt.Max(item => item.Value))).ToArray();
        return new BenchmarkScores(
            [.. tasks.Select(task => task.Score)],
            [
                new("overall", ScoredGroup.Mean(tasks),
                    "Plain mean of the tasks, each the share of its right pictures."),
                new("pictures right", ClusteredMean.Of(all), "Share of all pictures that are right."),
                new(
                    "prompts with a right picture",
                    ClusteredMean.Of(prompts),
                    "Share of prompts of whose pictures at least one is right."),
            ]);
    }

    // What a detector's results are later held against is told here, with its line, and before anything is drawn.
    private static void CheckRequirements(JsonLine entry)
    {
        try
        {
            _ = DetectorMarker.Requirements(entry.Value.Field("include"));
            _ = DetectorMarker.Requirements(entry.Value.Field("exclude"));
        }
        catch (Exception failure) when (failure is InvalidOperationException or FormatException)
        {
            throw entry.Wrong(
                "has a \"position\" that is not like [\"left of\", 0]: a relation, and the number of an earlier "
                + "requirement");
        }
    }
}
