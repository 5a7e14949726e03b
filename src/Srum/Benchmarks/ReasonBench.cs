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
/// the mean of the four. Read are the four files that its authors publish, one a group (<c>evaluation_entity.json</c>
/// and the like: questions <c>q1</c>, <c>q2</c> …, each with its criterion <c>c1</c>, <c>c2</c> …; those about quality
/// are left out, as the score leaves them out), and this project's own form, which holds all groups:
/// <c>{"id": 1, "prompt": "…", "category": "entity", "reasoning": ["…"], "details": ["…"]}</c>.
/// </summary>
public sealed partial class ReasonBench : IJudgedBenchmark
{
    private const double ReasoningShare = 0.7;
    private const string Reasoning = "reasoning";
    private const string Details = "details";

    // Each published file counts its prompts from 1; a group's numbers begin a thousand further on.
    private const long GroupStep = 1000;

    private static readonly string[] Groups = ["entity", "idiom", "scientific", "textual"];

    /// <inheritdoc/>
    public string Name => "t2i-reasonbench";

    /// <inheritdoc/>
    public string Title => "T2I-ReasonBench";

    /// <inheritdoc/>
    public int? Prompts => 800;

    /// <inheritdoc/>
    public IReadOnlyList<string> Categories => Groups;

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
            var (category, number) = (entry.Value.Text("category") ?? "", PromptFile.Number(entry, "id"));
            if (category.Length == 0 && PublishedGroup(entry, path) is { } group)
            {
                (category, number) = (group, number + (GroupStep * (1 + Array.IndexOf(Groups, group))));
            }

            var prompt = PromptFile.Prompt(entry, "prompt", number, category);
            return !Groups.Contains(category)
                    ? throw entry.Wrong($"has the category '{category}'; known are {string.Join(", ", Groups)}")
                : Questions(prompt, Reasoning).Count == 0
                    ? throw entry.Wrong($"has no questions on {Reasoning}")
                : HasDetails(category) && Questions(prompt, Details).Count == 0
                    ? throw entry.Wrong($"has no questions on {Details}")
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

    /// <summary>The group of an entry in the published form; null where it has another form.</summary>
    /// <exception cref="SrumException">Its fields are those of two groups, and the file's name has neither.</exception>
    private static string? PublishedGroup(JsonLine entry, string path)
    {
        string[] alike = [.. Groups.Where(group => entry.Value.Field(PublishedField(group, Reasoning)).IsThere())];
        return alike.Length < 2 ? alike.FirstOrDefault()
            : alike.FirstOrDefault(
                group => Path.GetFileName(path).Contains(group, StringComparison.OrdinalIgnoreCase))
            ?? throw entry.Wrong(
                $"is of {string.Join(" or ", alike)}, which its fields do not tell: name the file as its authors do, "
                + "with one of the two words in its name");
    }

    private static string PublishedField(string group, string name) =>
        name == Details ? "other_details_evaluation" : HasDetails(group) ? $"{group}_evaluation" : "reason_evaluation";

    private static List<string> Questions(BenchmarkPrompt prompt, string name) => prompt.Json.Field(name) switch
    {
        { ValueKind: JsonValueKind.Array } list =>
            [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => item.GetString()!)],
        _ => PublishedQuestions(prompt.Json.Field(PublishedField(prompt.Category, name))),
    };

    // A criterion is a text or an object of texts by score; a few entries write det_q1 for q1, with det_c1 beside it.
    private static List<string> PublishedQuestions(JsonElement questions) =>
        questions.ValueKind != JsonValueKind.Object ? [] :
    [
        .. from question in questions.EnumerateObject()
           let name = QuestionName().Match(question.Name)
           where name.Success && question.Value.ValueKind == JsonValueKind.String
           select $"{question.Value.GetString()}\n{questions.Field($"{name.Groups[1]}c{name.Groups[2]}")}".TrimEnd(),
    ];

    [GeneratedRegex("^([a-z]+_)?q([0-9]+)$")]
    private static partial Regex QuestionName();

    [GeneratedRegex("\"score\"\\s*:\\s*\"?([0-9]+(?:\\.[0-9]+)?)(?![0-9.%/])", RegexOptions.IgnoreCase)]
    private static partial Regex Stated();

    [GeneratedRegex(@"^\s*([0-9]+(?:\.[0-9]+)?)\s*$")]
    private static partial Regex Alone();
}
