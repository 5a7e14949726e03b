using Srum.Evaluation;
using Srum.Formats;
using Srum.Imaging;
using Srum.Models;

namespace Srum.Benchmarks;

/// <summary>
/// WISE: prompts that need knowledge of the world. A judge gives three marks of 0, 1 or 2; a picture scores
/// (0.7 consistency + 0.2 realism + 0.1 aesthetic quality) / 2. WISE_Verified, which came later under the same form, is
/// another benchmark: its file is refused where its numbers show it.
/// </summary>
public sealed class Wise : IJudgedBenchmark
{
    private static readonly string[] Groups = ["Cultural", "Time", "Space", "Biology", "Physics", "Chemistry"];

    // First and last number of each of the three result files, with the groups that BAGEL's script makes of them
    // (PublishedGroups).
    private static readonly (long First, long Last, string[] Groups)[] Files =
        [(1, 400, ["Cultural"]), (401, 700, ["Time", "Space"]), (701, 1000, ["Biology", "Physics", "Chemistry"])];

    /// <inheritdoc/>
    public string Name => "wise";

    /// <inheritdoc/>
    public string Title => "WISE";

    /// <inheritdoc/>
    public int? Prompts => 1000;

    /// <inheritdoc/>
    public IReadOnlyList<string> Categories => Groups;

    /// <inheritdoc/>
    public int PicturesPerPrompt => 1;

    /// <inheritdoc/>
    public double Most => 1;

    /// <inheritdoc/>
    public IReadOnlyList<PublishedFigure> Published => PublishedFigures.Wise;

    /// <inheritdoc/>
    public IReadOnlyList<BenchmarkPrompt> Read(string path)
    {
        var entries = PromptFile.Read(path);
        return PromptFile.Distinct(entries, [.. entries.Select(entry =>
        {
            var (number, category) = (PromptFile.Number(entry, "prompt_id"), entry.Value.Text("Category") ?? "");
            var prompt = PromptFile.Prompt(entry, "Prompt", number, category);
            return (GroupOf(category), GroupOf(number)) switch
            {
                (null, null) => throw entry.Wrong(
                    $"has the category '{category}' and the number {number}: neither is one of WISE's"),
                ({ } named, { } numbered) when named != numbered => throw entry.Wrong(
                    $"has the category '{category}', where WISE has {numbered} at the number {number}. WISE_Verified "
                    + "has such numbers, and a score of its own, 0 or 1, which is not this one"),
                _ => prompt,
            };
        })]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Question> Ask(BenchmarkPrompt prompt, Picture picture) =>
    [
        new(
            [picture],
            $"The picture was generated for this prompt: \"{prompt.Text}\"\n"
            + (prompt.Json.Text("Explanation") is { Length: > 0 } meaning ? $"What it should show: {meaning}\n" : "")
            + "\nGive three marks of 0, 1 or 2.\n"
            + "Consistency: does the picture show what the prompt means, what it hides too? 0 no, 1 partly, 2 wholly.\n"
            + "Realism: could it be real where it should be? 0 no, 1 in part, 2 yes.\n"
            + "Aesthetic Quality: is it pleasing and free of faults? 0 no, 1 in part, 2 yes.\n\n"
            + "Answer with three lines and nothing else:\n"
            + "Consistency: a mark\nRealism: a mark\nAesthetic Quality: a mark"),
    ];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double?> Marks(BenchmarkPrompt prompt, IReadOnlyList<string> replies) =>
        WiseReply.Read(replies[0]);

    /// <inheritdoc/>
    public BenchmarkScores Sum(IReadOnlyList<MarkedPicture> pictures)
    {
        var groups = ScoredGroup.By(pictures, prompt => GroupOf(prompt)!, Groups, ScoreOf);
        return new BenchmarkScores(
            [.. groups.Select(group => group.Score)],
            [
                new(
                    "overall, each prompt alike",
                    ClusteredMean.Of([.. groups.SelectMany(group => group.Values)]),
                    "Mean over all answered pictures: on a whole set the weights of WISE's own Calculate.py."),
                new(
                    "overall, mean of groups",
                    ScoredGroup.Mean(groups),
                    "Plain mean of the six groups, as BAGEL's cal_score.py has it (which refuses files with gaps)."),
            ]);
    }

    /// <summary>A picture's score; null where one of its marks is missing.</summary>
    internal static double? ScoreOf(MarkedPicture picture) =>
        ScoreOf(picture.Mark(WiseReply.Names[0]), picture.Mark(WiseReply.Names[1]), picture.Mark(WiseReply.Names[2]));

    /// <summary>
    /// The group means that BAGEL's <c>cal_score.py</c> computes, and how it ends: a file with a 9.9 or with fewer rows
    /// than it has prompts is refused whole, and then nothing can be averaged. Only the tests compute them, to hold
    /// what is known of it against its own results.
    /// </summary>
    /// <param name="marks">Prompt number and three marks, 9.9 = failed.</param>
    internal static (IReadOnlyDictionary<string, double?> Groups, bool Ends) PublishedGroups(
        IReadOnlyList<(long Id, double[] Marks)> marks)
    {
        var groups = new Dictionary<string, double?>();
        foreach (var (first, last, names) in Files)
        {
            var rows = marks.Where(row => row.Id >= first && row.Id <= last).ToArray();
            if (rows.Length <= last - first || rows.Any(row => row.Marks.Contains(WiseReply.NotFound)))
            {
                // Of a refused file of one group, its name stays.
                if (names is [var only])
                {
                    groups[only] = null;
                }

                continue;
            }

            foreach (var name in names)
            {
                groups[name] = rows.Where(row => GroupOf(row.Id) == name)
                    .Average(row => ScoreOf(row.Marks[0], row.Marks[1], row.Marks[2]));
            }
        }

        return (groups, groups.Count == Groups.Length && !groups.ContainsValue(null));
    }

    private static double? ScoreOf(double? consistency, double? realism, double? aesthetics) =>
        ((0.7 * consistency) + (0.2 * realism) + (0.1 * aesthetics)) / 2;

    private static string? GroupOf(BenchmarkPrompt prompt) => GroupOf(prompt.Category) ?? GroupOf(prompt.Id);

    private static string? GroupOf(string category) => category.Split(' ')[0].ToLowerInvariant() switch
    {
        "cultural" => "Cultural",
        "time" => "Time",
        "space" => "Space",
        "biology" => "Biology",
        "physical" or "physics" => "Physics",
        "chemistry" => "Chemistry",
        _ => null,
    };

    private static string? GroupOf(long id) => id switch
    {
        >= 1 and <= 400 => "Cultural",
        > 400 and <= 567 => "Time",
        > 567 and <= 700 => "Space",
        > 700 and <= 800 => "Biology",
        > 800 and <= 900 => "Physics",
        > 900 and <= 1000 => "Chemistry",
        _ => null,
    };
}
