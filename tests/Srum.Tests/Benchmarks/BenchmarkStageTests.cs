using System.Text.Json;
using Srum.Benchmarks;
using Srum.Display;
using Srum.Formats;
using Srum.Models;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Tests.Benchmarks;

/// <summary>
/// A benchmark from prompts to its page: nothing is asked twice, nothing invented, shards make the whole.
/// </summary>
public sealed class BenchmarkStageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CompBench benchmark = new();
    private readonly IReadOnlyList<BenchmarkPrompt> prompts;

    public BenchmarkStageTests() => prompts = benchmark.Read(folder.Write("prompts.json", JsonSerializer.Serialize(
        Enumerable.Range(1, 9).Select(
            i => new { Question = $"prompt {i} <b>", Category = i < 5 ? "color" : "3d_spatial", Question_id = i }))));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shards_make_the_whole()
    {
        var judge = new CountingJudge();
        var whole = Run("whole", judge);
        Assert.Equal(18, judge.Asked);
        string[] shards = ["2/3", "3/3", "1/3"];
        var parts = shards.Select(shard => Run("parts", new CountingJudge(), shard)).ToArray()[^1];
        Assert.Equal(JsonSerializer.Serialize(whole), JsonSerializer.Serialize(parts));
        Assert.Equal(JsonSerializer.Serialize(benchmark.Sum(whole)), JsonSerializer.Serialize(benchmark.Sum(parts)));
    }

    [Fact]
    public void What_a_judge_left_unanswered_is_asked_again_and_nothing_else()
    {
        var first = Run("run", new CountingJudge { Skips = 3 });
        Assert.Equal(6, first.Count(picture => picture.Record is null));
        Assert.Equal(6, benchmark.Sum(first).Groups.Sum(group => group.Missing));
        var judge = new CountingJudge();
        Assert.All(Run("run", judge), picture => Assert.NotNull(picture.Record));
        Assert.Equal(6, judge.Asked);
        judge = new CountingJudge();
        Run("run", judge);
        Assert.Equal(0, judge.Asked);
    }

    [Fact]
    public void Another_judge_has_marks_of_its_own()
    {
        Run("run", new CountingJudge());
        var judge = new CountingJudge("another");
        Run("run", judge);
        Assert.Equal(18, judge.Asked);
    }

    [Fact]
    public void A_reply_that_cannot_be_read_is_no_score_and_is_counted()
    {
        var marked = Run("run", new CountingJudge { Reply = _ => "I cannot say." });
        var sum = benchmark.Sum(marked);
        Assert.All(sum.Groups, group => Assert.Null(group.Score));
        Assert.Equal(18, sum.Groups.Sum(group => group.Failed));
        Assert.Null(sum.Overalls.Single(overall => overall.Name == "overall, corrected").Score);
        // Two categories at −1, and the composite at 0.
        Assert.Equal(
            -2 / 3.0, sum.Overalls.Single(overall => overall.Name == "overall, as published").Score!.Mean, 1e-12);
        Assert.All(marked, picture => Assert.Equal(["I cannot say."], picture.Record!.Replies));
        Assert.Contains(BenchmarkRemarks.Of(benchmark, prompts, marked, 2, isOwnJudge: true), remark =>
            remark.StartsWith("18 of 18", StringComparison.Ordinal));
    }

    [Fact]
    public void The_authors_scripts_can_average_the_tables()
    {
        var marked = Run("run",
            new CountingJudge { Reply = question => question.Text.Contains("prompt 3 ") ? "hm" : "{\"score\": 8}" });
        CompBenchTables.Write(folder.File("tables"), marked, thinks: false);
        var table = EvaluationTable.Read(folder.File("tables/color_no_think_results.csv"));
        Assert.Equal(8, table.Rows.Count);
        Assert.Equal(2, table.Failed);
        Assert.Equal(((6 * 8) - 2) / 8.0, table.PublishedMean);
        Assert.Equal(8, table.CorrectedMean);
        table = EvaluationTable.Read(folder.File("tables/3d_spatial_no_think_results.csv"));
        Assert.All(table.Rows, row => Assert.Equal("3d spatial", row.Category));

        // A prompt file may write the names as the tables do.
        CompBenchTables.Write(folder.File("spaced"), marked.Select(picture =>
            picture with { Prompt = picture.Prompt with { Category = "complex spatial" } }), thinks: true);
        table = EvaluationTable.Read(folder.File("spaced/complex_spatial_think_results.csv"));
        Assert.All(table.Rows, row => Assert.Equal("complex", row.Category));
    }

    [Fact]
    public void A_part_of_a_benchmark_and_a_question_of_ones_own_are_remarked()
    {
        var marked = Run("run", new CountingJudge());
        var remarks = BenchmarkRemarks.Of(benchmark, prompts, marked, 2, isOwnJudge: false);
        Assert.Contains(
            "9 of 2670 prompts; some categories are missing: non-spatial, numeracy, shape, spatial, texture, complex, "
            + "complex action, complex spatial.", remarks);
        Assert.Contains(remarks, remark => remark.StartsWith("The question to the judge", StringComparison.Ordinal));
        Assert.Empty(BenchmarkRemarks.Of(new ShapesBenchmark(), [], [], 2, isOwnJudge: false));
    }

    [Fact]
    public void The_page_sets_published_figures_beside_with_their_conditions()
    {
        var marked = Run("run", new CountingJudge());
        var html = BenchmarkPage.ToHtml(new BenchmarkResult
        {
            Benchmark = benchmark.Name, Command = "srum eval <script>", Model = new string('a', 64) + "-mixed",
                Marker = "a <judge>",
                Prompts = "prompts.json", Thinks = false, Pictures = 2,
            Settings = JsonSerializer.SerializeToElement(new RolloutSettings()), Scores = benchmark.Sum(marked),
            Remarks = BenchmarkRemarks.Of(benchmark, prompts, marked, 2, isOwnJudge: false),
                Published = benchmark.Published,
        });
        Assert.Contains("a &lt;judge&gt;", html);
        Assert.Contains("aaaaaaaaaaaa-mixed", html);
        Assert.DoesNotContain("<script", html);
        Assert.Contains("88.37", html);
        Assert.Contains("Qwen2.5-VL-72B/32B", html);
        Assert.Contains("2 pictures a prompt were drawn; T2I-CompBench has 1.", html);
    }

    [Fact]
    public void Pictures_are_laid_out_for_a_detector()
    {
        var geneval = new GenEval();
        var own = geneval.Read(folder.Write("metadata.jsonl", """
            {"tag": "single_object", "include": [{"class": "bench", "count": 1}], "prompt": "a bench", "mine": 0.10}
            """));
        var run = RunFolder.Open(folder.File("run"));
        var drawn = Draw(run, own, Shard.Whole);
        DetectorFolder.Write(run, folder.File("out"), own, drawn);
        Assert.Equal(File.ReadAllBytes(run.File(drawn[1].PictureFile)),
            File.ReadAllBytes(folder.File("out/00000/samples/0001.png")));
        Assert.True(JsonElement.DeepEquals(
            own[0].Json, JsonDocument.Parse(File.ReadAllText(folder.File("out/00000/metadata.jsonl"))).RootElement));
        var marker = new DetectorMarker(
            folder.Write("results.jsonl", """{"filename": "out/00000/samples/0001.png", "correct": true}"""));
        BenchmarkStage.Run(run, geneval, own, drawn, marker);
        Assert.Equal([null, 1], BenchmarkStage.Read(run, geneval, own, drawn, marker)
            .Select(picture => picture.Mark(GenEval.Correct)));
    }

    private IReadOnlyList<MarkedPicture> Run(string name, IPictureJudge judge, string? shard = null)
    {
        var (run, part) = (RunFolder.Open(folder.File(name)), shard is null ? Shard.Whole : Shard.Parse(shard));
        var marker = new JudgeMarker(benchmark, judge);
        BenchmarkStage.Run(run, benchmark, prompts, Draw(run, prompts, part), marker, part);
        return RolloutStage.IsDone(run) ? BenchmarkStage.Read(run, benchmark, prompts, RolloutStage.Read(run), marker)
            : [];
    }

    private static IReadOnlyList<RolloutRecord> Draw(RunFolder run, IReadOnlyList<BenchmarkPrompt> prompts, Shard part)
    {
        using var model = new ToyModel();
        return RolloutStage.Run(
            run, model, BenchmarkPrompt.Set("prompts", prompts),
            new RolloutSettings { Pictures = 2,
                Draw = new DrawSettings { Width = 32, Height = 32, BatchSize = 4 } }, part);
    }

    /// <summary>Scores by the picture's first byte; leaves every so manieth question unanswered.</summary>
    private sealed class CountingJudge(string name = "counting") : IPictureJudge
    {
        public int Asked { get; private set; }

        public int Skips { get; init; }

        public Func<Question, string> Reply { get; init; } = question =>
            $"{{\"score\": {question.Pictures[0].Rgb[0] % 101}}}";

        public string Name => name;

        public IReadOnlyList<string?> Answer(IReadOnlyList<Question> questions, CancellationToken cancel = default) =>
            [.. questions.Select(question => ++Asked % Math.Max(Skips, 1) == 0 && Skips > 0 ? null : Reply(question))];
    }
}
