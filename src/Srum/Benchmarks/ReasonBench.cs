using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Srum.Formats;
using Srum.Imaging;
using Srum.Models;

namespace Srum.Benchmarks;

/// <summary>
/// T2I-ReasonBench: 800 prompts in four groups, each with questions that a judge marks 1, 0.5 or 0. Entity and
/// scientific prompts score 0.7 · reasoning + 0.3 · details, the others their reasoning questions; the overall score is
/// the mean of the four. The authors' repository holds neither its prompts nor its scripts, so the form of the file is
/// this project's: <c>{"id": 1, "prompt": "…", "category": "entity", "reasoning": ["…"], "details": ["…"]}</c>.
/// </summary>
public sealed partial class ReasonBench : IJudgedBenchmark
{
    private const double ReasoningShare = 0.7;
    private const string Reasoning = "reasoning";
    private const string Details = "details";
    private static readonly string[] Groups = ["entity", "idiom", "scientific", "textual"];

    /// <inheritdoc/>
    public string Name => "t2i-reasonbench";

    /// <inheritdoc/>
    public string Title => "T2I-ReasonBench";

    /// <inheritdoc/>
    public int PicturesPerPrompt => 1;

    /// <inheritdoc/>
    public double Most => 100;

    /// <inheritdoc/>
    public IReadOnlyList<PublishedFigure> Published => PublishedFigures.ReasonBench;

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkPrompt> Read(string path)
    {
        var entries = PromptFile.Read(path);
        return PromptFile.Distinct(entries, [.. entries.Select(entry =>
        {
            var category = entry.Value.Text("category") ?? "";
            var prompt = PromptFile.Prompt(entry, "prompt", PromptFile.Number(entry, "id"), category);
            return !Groups.Contains(category)
                    ? throw entry.Wrong($"has the category '{category}'; known are {string.Join(", ", Groups)}")
                : Questions(prompt, Reasoning).Count == 0
                    ? throw entry.Wrong($"has no list \"{Reasoning}\" of questions")
                : HasDetails(category) && Questions(prompt, Details).Count == 0
                    ? throw entry.Wrong($"has no list \"{Details}\" of questions")
                : prompt;
        })]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Question> Ask(BenchmarkPrompt prompt, Picture picture) =>
    [
        .. Asked(prompt).Select(question => new Question(
            [picture],
            $"The picture was generated for this prompt: \"{prompt.Text}\"\n\n{question}\n\n"
            + "Answer with 1 for yes, 0.5 for in part, 0 for no, as JSON and nothing else: "
            + "{\"score\": the mark, \"reason\": \"why\"}")),
    ];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double?> Marks(BenchmarkPrompt prompt, IReadOnlyList<string> replies)
    {
        var reasoning = Questions(prompt, Reasoning).Count;
        return new Dictionary<string, double?>
        {
            [Reasoning] = Mean(replies.Take(reasoning)),
            [Details] = Mean(replies.Skip(reasoning)),
        };
    }

    /// <inheritdoc/>
    public BenchmarkScores Sum(IReadOnlyList<MarkedPicture> pictures)
    {
        var groups = ScoredGroup.By(pictures, prompt => prompt.Category, Groups, ScoreOf);
        return new BenchmarkScores(
            [.. groups.Select(group => group.Score)],
            [new(
                "overall",
                ScoredGroup.Mean(groups),
                "Mean of the four groups; a picture with an unanswered question is left out.")]);
    }

    /// <summary>The mark that a reply gives; null where it gives none of 1, 0.5 and 0, or two that differ.</summary>
    internal static double? MarkOf(string reply)
    {
        var said = Thought.After(reply);
        var stated = Stated().Matches(said).Select(match => match.Groups[1].Value)
            .DefaultIfEmpty(Alone().Match(said).Groups[1].Value)
            .Select(text =>
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var mark) ? mark : -1)
            .Distinct().ToArray();
        return stated is [(0 or 0.5 or 1) and var only] ? only : null;
    }

    private static double? ScoreOf(MarkedPicture picture) => 100 * (HasDetails(picture.Prompt.Category)
        ? (ReasoningShare * picture.Mark(Reasoning)) + ((1 - ReasoningShare) * picture.Mark(Details))
        : picture.Mark(Reasoning));

    private static bool HasDetails(string category) => category is "entity" or "scientific";

    private static double? Mean(IEnumerable<string> replies) =>
        replies.Select(MarkOf).ToArray() is { Length: > 0 } marks && marks.All(mark => mark is not null)
            ? marks.Average() : null;

    private static IEnumerable<string> Asked(BenchmarkPrompt prompt) =>
        Questions(prompt, Reasoning).Concat(HasDetails(prompt.Category) ? Questions(prompt, Details) : []);

    private static List<string> Questions(BenchmarkPrompt prompt, string name) =>
        prompt.Json.Field(name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => item.GetString()!)]
            : [];

    [GeneratedRegex("\"score\"\\s*:\\s*\"?([0-9]+(?:\\.[0-9]+)?)(?![0-9.%/])", RegexOptions.IgnoreCase)]
    private static partial Regex Stated();

    [GeneratedRegex(@"^\s*([0-9]+(?:\.[0-9]+)?)\s*$")]
    private static partial Regex Alone();
}
