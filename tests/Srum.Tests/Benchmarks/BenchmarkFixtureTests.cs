using System.Text.Json;
using Srum.Benchmarks;
using Srum.Tests.Fixtures;

namespace Srum.Tests.Benchmarks;

/// <summary>
/// Aggregation of the published benchmarks: the authors' own beside the honest one, on the same results.
/// </summary>
[Trait("Category", "Fixtures")]
public sealed class BenchmarkFixtureTests
{
    private const string Area = "benchmarks";

    public static IEnumerable<TheoryDataRow<string>> Cases => FixtureRoot.Cases(Area);

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Cases))]
    public void Sums_up_as_published_and_honestly(string name) => FixtureCheck.Run(Area, name, (it, check) =>
    {
        Action<FixtureCase, FixtureCheck> compare =
            it.Has("scores") ? CompBenchScores
            : it.Has("marks") ? WiseMarks
            : it.Has("replies") ? WiseReplies
            : it.Has("results") ? GenEvalResults
            : it.Has("pairs") ? GenEvalBoxes
            : FactsFixture.Compare;
        compare(it, check);
    });

    private static void CompBenchScores(FixtureCase it, FixtureCheck check)
    {
        var (upstream, ours) = (Within(it, "upstream"), Within(it, "ours"));
        foreach (var variant in it["scores"].EnumerateObject())
        {
            var pictures = new List<MarkedPicture>();
            foreach (var category in variant.Value.EnumerateObject())
            {
                // Without a result file the pictures are there, and none is marked.
                var scores = category.Value.ValueKind == JsonValueKind.Null ? [null]
                    : category.Value.EnumerateArray().Select(score => (double?)score.GetDouble()).ToArray();
                pictures.AddRange(scores.Select((score, i) => new MarkedPicture(
                    new BenchmarkPrompt(pictures.Count + i, $"{category.Name} {i}", category.Name.Replace(' ', '_')),
                    score is null ? null : Record(
                        (CompBench.PublishedScore, score), (CompBench.Score, score < 0 ? null : score)))));
            }

            var means = CompBench.PublishedMeans(variant.Value.EnumerateObject().ToDictionary(
                category => category.Name,
                category => category.Value.ValueKind == JsonValueKind.Null ? null
                    : (IReadOnlyList<double>?)[.. category.Value.EnumerateArray().Select(score => score.GetDouble())]));
            check.Json(
                $"upstream_means {variant.Name}", means, it["upstream_means"].GetProperty(variant.Name), upstream);
            var sum = new CompBench().Sum(pictures);
            check.Json(
                $"upstream_summary {variant.Name}",
                new { complex_composite = Overall(sum, "complex composite, as published"),
                    overall = Overall(sum, "overall, as published") },
                it["upstream_summary"].GetProperty(variant.Name),
                upstream);
            check.Json(
                $"expected_ours {variant.Name}",
                new
                {
                    complex_composite = Overall(sum, "complex composite, corrected"),
                    overall_corrected = Overall(sum, "overall, corrected"),
                    overall_deduplicated = Overall(sum, "overall, each prompt once"),
                    failed = sum.Groups.Where(group => group.Pictures > group.Missing)
                        .ToDictionary(group => group.Name, group => group.Failed),
                },
                it["expected_ours"].GetProperty(variant.Name),
                ours);
        }
    }

    private static void WiseMarks(FixtureCase it, FixtureCheck check)
    {
        it.Read("marks_columns");
        var marks = it["marks"].EnumerateArray()
            .Select(row => (Id: row[0].GetInt64(), Marks: row.EnumerateArray().Skip(1).Select(mark => mark.GetDouble())
                .ToArray())).ToArray();
        var (groups, ends) = Wise.PublishedGroups(marks);
        check.Json("upstream_groups", groups, Within(it, "exact"));
        check.Json("upstream_ends", ends ? "results" : "crash");
        check.Json(
            "upstream_printed",
            ends ? groups.Append(new("Overall", groups.Values.Average()))
                .ToDictionary(group => group.Key, group => group.Value) : null,
            Within(it, "printed"));

        var records = marks.ToDictionary(row => row.Id, row => WiseReply.Names.Zip(row.Marks)
            .Select(mark => (mark.First, mark.Second == WiseReply.NotFound ? null : (double?)mark.Second)).ToArray());
        var sum = new Wise().Sum([.. Enumerable.Range(1, 1000).Select(id => new MarkedPicture(
            new BenchmarkPrompt(id, $"prompt {id}", ""), records.TryGetValue(id, out var own) ? Record(own) : null))]);
        check.Json(
            "expected_ours",
            new
            {
                groups = sum.Groups.Where(group => group.Score is not null)
                    .ToDictionary(group => group.Name, group => group.Score!.Mean),
                overall_plain = Overall(sum, "overall, mean of groups"),
                overall_by_prompt = Overall(sum, "overall, each prompt alike"),
                answered = sum.Groups.Sum(group => group.Pictures - group.Failed - group.Missing),
                failed = sum.Groups.Sum(group => group.Failed),
                missing = sum.Groups.Sum(group => group.Missing),
            },
            Within(it, "exact"));
    }

    private static void WiseReplies(FixtureCase it, FixtureCheck check) =>
        check.Json("replies", it["replies"].EnumerateArray().Select(item =>
    {
        var reply = item.GetProperty("reply").GetString()!;
        return new { reply, upstream = WiseReply.Published(reply), expected = WiseReply.Read(reply) };
    }));

    private static void GenEvalResults(FixtureCase it, FixtureCheck check)
    {
        it.Read("results_columns", "pictures_a_prompt");
        var results = it["results"].EnumerateArray()
            .Select(row => (Tag: row[0].GetString()!, Prompt: row[1].GetString()!, IsRight: row[2].GetBoolean()))
                .ToArray();
        var sum = new GenEval().Sum([.. results.Select((row, i) => new MarkedPicture(
            new BenchmarkPrompt(i, row.Prompt, row.Tag), Record((GenEval.Correct, row.IsRight ? 1 : 0))))]);
        var tasks = sum.Groups.ToDictionary(group => group.Name, group => group.Score!.Mean);
        var overall = Overall(sum, "overall")!.Value;
        check.Json("expected_ours", new { tasks, overall }, Within(it, "ours"));

        var printed = it["upstream_printed"];
        var percent = Within(it, "percent");
        check.Json("images", sum.Groups.Sum(group => group.Pictures), printed.GetProperty("images"));
        check.Json("prompts", results.Select(row => row.Prompt).Distinct().Count(), printed.GetProperty("prompts"));
        check.Json("correct_images_percent", 100 * Overall(sum, "pictures right"),
            printed.GetProperty("correct_images_percent"), percent);
        check.Json(
            "correct_prompts_percent", 100 * Overall(sum, "prompts with a right picture"),
                printed.GetProperty("correct_prompts_percent"), percent);
        check.Json(
            "tasks",
            sum.Groups.ToDictionary(group => group.Name, group => new[]
            {
                100 * group.Score!.Mean, Math.Round(group.Score.Mean * group.Pictures), group.Pictures,
            }),
            printed.GetProperty("tasks"),
            percent);
        check.Json("overall", overall, printed.GetProperty("overall"), Within(it, "overall"));

        // Upstream's table sets the tasks in the order of the results under a heading of its own order.
        var inOrder = results.Select(row => row.Tag).Distinct().Select(tag => tasks[tag]).Append(overall);
        check.Json(
            "table",
            ((string[])["SO", "TO", "CT", "CL", "POS", "ATTR", "ALL"]).Zip(inOrder)
                .ToDictionary(cell => cell.First, cell => cell.Second),
            printed.GetProperty("table"),
            Within(it, "table"));
    }

    private static void GenEvalBoxes(FixtureCase it, FixtureCheck check)
    {
        // The overlap of a pair is the detector's to compute, which is not here.
        it.Read("box");
        foreach (var (i, pair) in it["pairs"].EnumerateArray().Index())
        {
            check.Json(
                $"relations of pair {i}",
                GenEvalRules.Relations(Box(pair.GetProperty("a")), Box(pair.GetProperty("b"))),
                pair.GetProperty("relations"));
        }

        check.Json("judged", it["judged"].EnumerateArray().Select(item =>
        {
            var wanted = item.GetProperty("requirements");
            return new
            {
                requirements = wanted,
                detected = item.GetProperty("detected"),
                correct = GenEvalRules.IsRight(
                    DetectorMarker.Requirements(wanted.TryGetProperty("include", out var include) ? include : default),
                    DetectorMarker.Requirements(wanted.TryGetProperty("exclude", out var exclude) ? exclude : default),
                    DetectorMarker.Detected(item.GetProperty("detected"))),
            };
        }));

        static DetectedObject Box(JsonElement box) =>
            new(box[0].GetDouble(), box[1].GetDouble(), box[2].GetDouble(), box[3].GetDouble(), null);
    }

    private static BenchmarkRecord Record(params (string Name, double? Mark)[] marks) =>
        new("", "", marks.ToDictionary(mark => mark.Name, mark => mark.Mark), []);

    private static double? Overall(BenchmarkScores sum, string name) =>
        sum.Overalls.Single(overall => overall.Name == name).Score?.Mean;

    private static FixtureTolerance Within(FixtureCase it, string what) =>
        new(it.Tolerance.GetProperty(what).GetDouble());
}
