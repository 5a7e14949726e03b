using Srum.Formats;

namespace Srum.Evaluation.Benchmarks;

/// <summary>
/// GenEval: 553 prompts in six tasks, four pictures each, right or wrong by a detector, whose results are read from a file
/// (<see cref="DetectorMarker"/>). A task's score is the share of its right pictures, the overall score the mean of the tasks.
/// </summary>
public sealed class GenEval : IBenchmark
{
    /// <summary>The mark: 1 where the picture is right, 0 where it is wrong.</summary>
    public const string Correct = "correct";

    private static readonly string[] Tasks = ["single_object", "two_object", "counting", "colors", "position", "color_attr"];

    /// <inheritdoc/>
    public string Name => "geneval";

    /// <inheritdoc/>
    public string Title => "GenEval";

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
            return PromptFile.Prompt(entry, "prompt", place, tag);
        })];
    }

    /// <inheritdoc/>
    public BenchmarkScores Sum(IReadOnlyList<MarkedPicture> pictures)
    {
        var byTask = pictures.ToLookup(picture => picture.Prompt.Category);
        string[] names = [.. byTask.Select(task => task.Key).OrderBy(name => Array.IndexOf(Tasks, name) is var at and >= 0 ? at : Tasks.Length)];
        var values = names.ToDictionary(name => name, name => Values(byTask[name]));
        var all = values.Values.SelectMany(task => task).ToArray();
        return new BenchmarkScores(
            [.. names.Select(name => new GroupScore(
                name,
                ClusteredMean.Of(values[name]),
                byTask[name].Count(),
                byTask[name].Count(picture => picture.Record is not null && picture.Mark(Correct) is null),
                byTask[name].Count(picture => picture.Record is null)))],
            [
                new(
                    "overall",
                    ClusteredMean.OfMeans([.. values.Values.Where(task => task.Count > 0)]),
                    "Plain mean of the tasks, each the share of its right pictures."),
                new("pictures right", ClusteredMean.Of(all), "Share of all pictures that are right."),
                new(
                    "prompts with a right picture",
                    ClusteredMean.Of([.. all.GroupBy(item => item.Cluster).Select(prompt => new ClusterValue(prompt.Key, prompt.Max(item => item.Value)))]),
                    "Share of prompts of whose pictures at least one is right."),
            ]);
    }

    private static List<ClusterValue> Values(IEnumerable<MarkedPicture> pictures) =>
        [.. pictures.Where(picture => picture.Mark(Correct) is not null).Select(picture => new ClusterValue(picture.Prompt.Text, picture.Mark(Correct)!.Value))];
}
