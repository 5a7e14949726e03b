using System.Text.Json;
using Srum.Benchmarks;
using Srum.Imaging;

namespace Srum.Tests.Benchmarks;

/// <summary>
/// The benchmarks' own rules: what a file must hold, what a reply states, what a detector's result means.
/// </summary>
public sealed class BenchmarkTests : IDisposable
{
    private static readonly Picture Grey = new(8, 8, new byte[192]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static IEnumerable<TheoryDataRow<string, string, string>> WrongPromptFiles =>
    [
        new("t2i-compbench", """[{"Question": "a", "Category": "color"}]""", "line 1: this line has no whole number"),
        new(
            "t2i-compbench",
            "[{\"Question\": \"a\", \"Category\": \"color\", \"Question_id\": 1},\n"
            + "{\"Question\": \"b\", \"Category\": \"colour\", \"Question_id\": 2}]",
            "line 2: this line has the category 'colour'"),
        new(
            "t2i-compbench",
            "[{\"Question\": \"a\", \"Category\": \"color\", \"Question_id\": 1},\n"
            + "{\"Question\": \"b\", \"Category\": \"color\", \"Question_id\": 1}]",
            "line 2: this line repeats the prompt number 1"),
        new("t2i-compbench", """[{"Question": " ", "Category": "color", "Question_id": 1}]""", "no \"Question\""),
        new("t2i-compbench", """[{"Question": "a", "Question": "b"}]""", "is not JSON"),
        new("t2i-compbench", "[]", "holds no prompt"),
        new("t2i-compbench", "{}", "line 1: this line has no \"Category\""),
        new("t2i-compbench", "5", "expected a JSON array"),
        new("t2i-compbench", "[{\"Question\":\n", "line"),
        new(
            "wise",
            "[{\"Prompt\": \"a\", \"Category\": \"time\", \"prompt_id\": 401}]\n"
            + "[{\"Prompt\": \"b\", \"Category\": \"Biology\", \"prompt_id\": 701}]",
            "line 2: another JSON value follows the array"),
        new("wise", """[{"Prompt": "a", "Category": "Else", "prompt_id": 1001}]""", "neither is one of WISE's"),
        new("wise", """[{"Prompt": "a", "Category": "Space", "prompt_id": 521}]""", "WISE_Verified"),
        new(
            "t2i-reasonbench",
            """[{"id": 1, "prompt": "a", "category": "entity", "reasoning": ["is it?"]}]""",
            "no questions on details"),
        new(
            "t2i-reasonbench",
            """[{"id": 1, "prompt": "a", "scientific_evaluation": {"c1": "1: yes"}}]""",
            "line 1: this line has no questions on reasoning"),
        new(
            "t2i-reasonbench",
            """[{"id": 1, "prompt": "a", "reason_evaluation": {"q1": "is it?"}}]""",
            "is of idiom or textual"),
        new("t2i-reasonbench", """[{"id": 1, "prompt": "a"}]""", "the category ''"),
        new("geneval", """[{"prompt": "a"}]""", "no \"tag\""),
        new(
            "geneval",
            """[{"prompt": "a", "tag": "position", "include": [{"class": "b", "position": ["left of", "0"]}]}]""",
            "line 1: this line has a \"position\""),
        new(
            "geneval",
            """[{"prompt": "a", "tag": "position", "exclude": [{"class": "b", "position": ["left of", 0.5]}]}]""",
            "line 1: this line has a \"position\""),
    ];

    [Theory, MemberData(nameof(WrongPromptFiles))]
    public void A_prompt_file_of_another_form_says_what_is_wrong_and_where(string name, string text, string words)
    {
        var path = folder.Write("prompts.json", text);
        var failure = Assert.Throws<SrumException>(() => KnownBenchmarks.Find(name).Read(path));
        Assert.Contains(words, failure.Message);
        Assert.Contains(path, failure.Message);
    }

    [Theory]
    [InlineData("prompts.jsonl")]
    [InlineData("prompts.ndjson")]
    [InlineData("prompts.json")]
    public void One_object_a_line_is_known_by_the_ending_or_by_the_first_character(string name)
    {
        var prompts = new GenEval().Read(folder.Write(name, """

            {"tag": "colors", "prompt": "a red bench"}
            {"tag": "position", "prompt": "a bench left of a cow"}
            """));
        Assert.Equal(["colors", "position"], prompts.Select(prompt => prompt.Category));
    }

    [Fact]
    public void A_published_file_of_ReasonBench_has_its_group_its_numbers_and_questions_with_criteria()
    {
        var benchmark = new ReasonBench();
        var prompt = Assert.Single(benchmark.Read(folder.Write("evaluation_entity.json", """
            [{"id": 7, "prompt": "a", "explicit_meaning": "b", "entity_evaluation":
                {"q1": "Is it?", "c1": "1: yes. 0: no", "q2": "Is it red?", "c2": {"score_1": "red", "score_0": "no"}},
              "other_details_evaluation": {"det_q1": "Is it old?", "det_c1": "1: old"},
              "quality_evaluation": {"q1": "Is it sharp?", "c1": "1: sharp"}}]
            """)));
        Assert.Equal((1007L, "entity"), (prompt.Id, prompt.Category));
        string[] questions =
            ["Is it?\n1: yes. 0: no", "Is it red?\n{\"score_1\": \"red\"", "Is it old?\n1: old"];
        var asked = benchmark.Ask(prompt, Grey);
        Assert.Equal(questions.Length, asked.Count);
        Assert.All(questions.Zip(asked), pair => Assert.Contains(pair.First, pair.Second.Text));
        var marks = benchmark.Marks(prompt, ["1", "0", "0.5"]);
        Assert.Equal([0.5, 0.5], marks.Values);
    }

    [Theory]
    [InlineData("evaluation_idiom.json", "idiom", 2001L)]
    [InlineData("evaluation_textual_image.json", "textual", 4001L)]
    public void What_the_fields_of_ReasonBench_do_not_tell_the_files_name_does(string name, string group, long id)
    {
        var path = folder.Write(
            name, """[{"id": 1, "prompt": "a", "reason_evaluation": {"q1": "Is it?", "c1": "1: yes"}}]""");
        var prompt = Assert.Single(new ReasonBench().Read(path));
        Assert.Equal((id, group), (prompt.Id, prompt.Category));
    }

    [Fact]
    public void Published_figures_stand_under_the_tasks_that_they_are_of()
    {
        var (bagel, srum) = (PublishedFigures.GenEval[0], PublishedFigures.GenEval[2]);
        Assert.Equal(0.63, bagel.Groups["color_attr"]);
        Assert.Equal(0.83, srum.Overall);
        Assert.Equal(bagel.Groups.Keys.Except(["color_attr"]), srum.Groups.Keys);
        // What is published of all categories has their mean for its overall score, to two decimals.
        Assert.All((PublishedFigure[])[bagel, PublishedFigures.Wise[0]], figure =>
            Assert.Equal(figure.Groups.Values.Average(), figure.Overall!.Value, 0.0051));
    }

    [Fact]
    public void The_published_overall_score_of_CompBench_counts_the_composite_with_0_where_there_is_none()
    {
        var means = new Dictionary<string, double> { ["color"] = 80, ["shape"] = 40 };
        Assert.Equal((null, 40.0), CompBench.PublishedSummary(means, ["color", "shape"]));
        Assert.Equal((null, null), CompBench.PublishedSummary(means, []));
    }

    [Theory]
    [InlineData("Consistency: **1**", 1.0)]
    [InlineData("{\"consistency\": 2}", 2.0)]
    [InlineData("Consistency: 1/2", 1.0)]
    [InlineData("Consistency: 2.0", 2.0)]
    [InlineData("Consistency: 2/10", null)]
    [InlineData("Consistency: 50%", null)]
    [InlineData("<think>Consistency: 0</think>Consistency: 2", 2.0)]
    [InlineData("<think>Consistency: 2", null)]
    [InlineData("Inconsistency 0", 0.0)]
    public void A_mark_of_WISE_is_0_1_or_2(string reply, double? mark) =>
        Assert.Equal(mark, WiseReply.Read(reply)["consistency"]);

    [Theory]
    [InlineData("{\"score\": 1, \"reason\": \"yes\"}", 1.0)]
    [InlineData("{\"score\": 0.5}", 0.5)]
    [InlineData("0", 0.0)]
    [InlineData("{\"score\": 0.7}", null)]
    [InlineData("{\"score\": 1} {\"score\": 0}", null)]
    [InlineData("<think>{\"score\": 0}, or rather</think>{\"score\": 1}", 1.0)]
    [InlineData("<think>perhaps</think> 1", 1.0)]
    [InlineData("<think>{\"score\": 1}", null)]
    [InlineData("yes", null)]
    public void A_mark_of_ReasonBench_is_1_a_half_or_0(string reply, double? mark) =>
        Assert.Equal(mark, ReasonBench.MarkOf(reply));

    [Fact]
    public void ReasonBench_weighs_reasoning_and_details_and_leaves_out_what_is_unanswered()
    {
        var benchmark = new ReasonBench();
        var prompts = benchmark.Read(folder.Write("prompts.jsonl", """
            {"id": 1, "prompt": "a", "category": "entity", "reasoning": ["r1", "r2"], "details": ["d"]}
            {"id": 2, "prompt": "b", "category": "idiom", "reasoning": ["r"]}
            {"id": 3, "prompt": "c", "category": "idiom", "reasoning": ["r"]}
            """));
        Assert.Equal([3, 1, 1], prompts.Select(prompt => benchmark.Ask(prompt, Grey).Count));
        var sum = benchmark.Sum([
            Marked(prompts[0], benchmark.Marks(prompts[0], ["1", "0", "0.5"])),
            Marked(prompts[1], benchmark.Marks(prompts[1], ["1"])),
            Marked(prompts[2], benchmark.Marks(prompts[2], ["hm"])),
        ]);
        Assert.Equal([(0.7 * 50) + (0.3 * 50), 100], sum.Groups.Select(group => group.Score!.Mean));
        Assert.Equal([0, 1], sum.Groups.Select(group => group.Failed));
        Assert.Equal(75, sum.Overalls[0].Score!.Mean);
    }

    [Fact]
    public void A_detectors_file_is_matched_by_prompt_and_picture()
    {
        var prompts = new GenEval().Read(folder.Write("metadata.jsonl", """
            {"tag": "single", "include": [{"class": "bench", "count": 1}], "prompt": "a bench"}
            {"tag": "", "include": [{"class": "b", "count": 2}], "exclude": [{"class": "b", "count": 3}], "prompt": "b"}
            """));
        var marker = new DetectorMarker(folder.Write("results.jsonl", """
            {"filename": "out/00000/samples/0001.png", "tag": "single", "prompt": "a bench", "correct": true}
            {"filename": "out/00000/samples/0000.png", "tag": "single", "prompt": "a bench", "correct": false}
            {"filename": "1/samples/0.png", "detected": {"b": [[[0, 0, 9, 9], "red"], [[20, 0, 29, 9], "red"]]}}
            {"filename": "1/samples/1.png", "detected": {"b": [[[0, 0, 9, 9]], [[20, 0, 29, 9]], [[40, 0, 49, 9]]]}}
            """));
        var marks = marker.Mark([.. prompts.SelectMany(prompt => Enumerable.Range(0, 3)
            .Select(number => new PictureToMark(prompt, number, () => Grey)))]);
        Assert.Equal([0, 1, null, 1, 0, null], marks.Select(mark => mark?.Marks[GenEval.Correct]));
    }

    [Theory]
    [InlineData("""{"filename": "a.png", "correct": true}""", "names no file like")]
    [InlineData("""{"filename": "00000/samples/0000.png"}""", "neither \"correct\" nor \"detected\"")]
    [InlineData(
        "{\"filename\": \"00000/samples/0000.png\", \"correct\": true}\n"
        + "{\"filename\": \"x/00000/samples/0000.png\", \"correct\": false}",
        "line 2: this line is a second result")]
    public void A_detectors_file_of_another_form_says_what_is_wrong_and_where(string text, string words) =>
        Assert.Contains(
            words, Assert.Throws<SrumException>(() => new DetectorMarker(folder.Write("results.jsonl", text))).Message);

    [Theory]
    [InlineData("""{"filename": "0/samples/0.png", "prompt": "other", "correct": true}""", "for the prompt 'other'")]
    [InlineData("""{"filename": "00000/samples/0000.png", "detected": {"bench": [[1, 2]]}}""", "is no object of lists")]
    public void A_result_of_another_prompt_or_form_is_not_taken(string text, string words)
    {
        var marker = new DetectorMarker(folder.Write("results.jsonl", text));
        var prompt = new BenchmarkPrompt(
            0, "a photo of a bench", "single_object", JsonDocument.Parse("{}").RootElement);
        Assert.Contains(
            words, Assert.Throws<SrumException>(() => marker.Mark([new PictureToMark(prompt, 0, () => Grey)])).Message);
    }

    [Fact]
    public void A_prompt_that_stands_in_two_categories_is_one_draw_of_luck()
    {
        var benchmark = new CompBench();
        double[] scores = [10, 90, 40, 70];
        MarkedPicture[] Pictures(Func<int, string> other) => [.. scores.SelectMany((score, i) => new[]
        {
            Marked(new BenchmarkPrompt(i, $"p{i}", "complex"), score),
                Marked(new BenchmarkPrompt(10 + i, other(i), "complex_action"), score),
        })];
        var (same, different) = (benchmark.Sum(Pictures(i => $"p{i}")), benchmark.Sum(Pictures(i => $"q{i}")));
        Assert.Equal(same.Overalls[0].Score!.Mean, different.Overalls[0].Score!.Mean);
        Assert.Equal(
            same.Overalls[0].Score!.StandardError, Math.Sqrt(2) * different.Overalls[0].Score!.StandardError, 1e-9);
        Assert.Equal((4, 8), (same.Overalls[0].Score!.Count, different.Overalls[0].Score!.Count));

        static MarkedPicture Marked(BenchmarkPrompt prompt, double score) =>
            BenchmarkTests.Marked(prompt, new Dictionary<string,
                double?> { [CompBench.Score] = score, [CompBench.PublishedScore] = score });
    }

    private static MarkedPicture Marked(BenchmarkPrompt prompt, IReadOnlyDictionary<string, double?> marks) =>
        new(prompt, new BenchmarkRecord("", $"{prompt.Id}", marks, []));
}
