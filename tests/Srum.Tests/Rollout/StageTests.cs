using Srum.Judging;
using Srum.Models;
using Srum.Prompts;
using Srum.Regions;
using Srum.Rollout;
using Srum.Runs;
using Srum.Tests.Runs;

namespace Srum.Tests.Rollout;

/// <summary>Rollout and judgement alone: sharing out the work and going on change nothing.</summary>
public sealed class StageTests : IDisposable
{
    private static readonly PromptSet Prompts = new(
        "own", [.. Enumerable.Range(1, 7).Select(i => new PromptEntry(i, $"{i} red circles", "numeracy"))]);

    private static readonly RolloutSettings Settings = new()
    {
        Pictures = 3, Draw = new DrawSettings { Width = 32, Height = 32, BatchSize = 4 },
    };

    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Two_shards_merge_to_the_unsharded_result()
    {
        using var model = new ToyModel();
        var (whole, shared) = (Open("whole"), Open("shared"));
        var drawn = RolloutStage.Run(whole, model, Prompts, Settings);
        var judged = JudgeStage.Run(whole, new Judge(model, new SegmentProposer()), drawn);
        Assert.Equal(21, drawn.Count);
        foreach (var shard in (string[])["2/2", "1/2"])
        {
            RolloutStage.Run(shared, model, Prompts, Settings, Shard.Parse(shard));
        }

        Assert.Equal(drawn, RolloutStage.Read(shared));
        Assert.Equal(Pictures(whole), Pictures(shared));
        foreach (var shard in (string[])["1/2", "2/2"])
        {
            JudgeStage.Run(
                shared, new Judge(model, new SegmentProposer()), RolloutStage.Read(shared), shard: Shard.Parse(shard));
        }

        Assert.Equal(judged.Select(ContentKey.Of), JudgeStage.Read(shared).Select(ContentKey.Of));
        Assert.Equal(judged.Select(ContentKey.Of), JudgeStage.Read(whole).Select(ContentKey.Of));
        Assert.All(judged, record => Assert.NotNull(record.Layout!.Score));
    }

    [Fact]
    public void What_shards_have_done_is_not_done_again()
    {
        using var model = new ToyModel();
        var run = Open("run");
        RolloutStage.Run(run, model, Prompts, Settings, Shard.Parse("1/2"));
        RolloutStage.Run(run, model, Prompts, Settings, Shard.Parse("2/2"));
        var asked = 0;
        using var silent = new Counting(new ToyModel(), () => asked++);
        var drawn = RolloutStage.Run(run, silent, Prompts, Settings);
        Assert.Equal(RolloutStage.Read(run), drawn);
        Assert.Equal(0, asked);
    }

    [Fact]
    public void A_finished_stage_asks_nothing_and_the_cache_serves_other_runs()
    {
        var asked = 0;
        using var model = new Counting(new ToyModel(), () => asked++);
        var cache = Path.Combine(folder, "cache");
        var first = Judged("first");
        Assert.True(asked > 0);
        asked = 0;
        Judged("first");
        Assert.Equal(0, asked);
        Assert.Equal(first, Judged("second"));
        Assert.Equal(Math.Ceiling(21 / 4.0), asked); // the rollout's batches, and no question

        IReadOnlyList<string> Judged(string name)
        {
            var run = Open(name);
            var drawn = RolloutStage.Run(run, model, Prompts, Settings);
            return [
                .. JudgeStage.Run(run, new Judge(model, new SegmentProposer()), drawn, cache).Select(ContentKey.Of)];
        }
    }

    [Theory]
    [InlineData("a file in its place")]
    [InlineData("a file in the place of a part")]
    [InlineData("a disk that is full")]
    public void A_cache_that_cannot_be_used_is_done_without(string fault)
    {
        var cache = Path.Combine(folder, "cache");
        using var model = new ToyModel();
        var drawn = RolloutStage.Run(Open("first"), model, Prompts, Settings);
        if (fault != "a file in its place")
        {
            Judged(Open("first"));
        }

        string[] parts = Directory.Exists(cache) ? Directory.GetDirectories(cache) : [];
        Array.ForEach(parts, part => Directory.Delete(part, recursive: true));
        Action broken = fault switch
        {
            "a file in its place" => () => File.WriteAllText(cache, "mine"),
            "a file in the place of a part" => () => Array.ForEach(parts, part => File.WriteAllText(part, "mine")),
            _ => () => { },
        };
        broken();
        var run = RunFolder.Open(Path.Combine(folder, "second"), fault == "a disk that is full" ? Full : null);
        RolloutStage.Run(run, model, Prompts, Settings);
        Assert.Equal(21, Judged(run).Count);

        IReadOnlyList<JudgeRecord> Judged(RunFolder run) =>
            JudgeStage.Run(run, new Judge(model, new SegmentProposer()), drawn, cache);

        Stream Full(Stream file) => ((FileStream)file).Name.StartsWith(cache, StringComparison.Ordinal)
            ? new TappedStream(file, (_, _) => throw new IOException("No space left on device"))
            : file;
    }

    [Fact]
    public void What_is_left_half_written_in_the_cache_is_cleared_away_and_nothing_else()
    {
        var cache = Path.Combine(folder, "cache");
        using var model = new ToyModel();
        var drawn = RolloutStage.Run(Open("run"), model, Prompts, Settings);
        Directory.CreateDirectory(Path.Combine(cache, "a0"));
        Directory.CreateDirectory(Path.Combine(cache, "mine"));
        const string Temporary = "x.json.srum-7-0123456789abcdef0123456789abcdef.partial";
        string[] files =
        [
            Path.Combine(cache, "a0", Temporary), Path.Combine(cache, "a0", "film.partial"),
            Path.Combine(cache, "mine", Temporary),
        ];
        Array.ForEach(files, file => File.WriteAllText(file, "half"));
        JudgeStage.Run(Open("run"), new Judge(model, new SegmentProposer()), drawn, cache);
        Assert.Equal([false, true, true], files.Select(File.Exists));
    }

    [Fact]
    public void A_prompt_given_twice_gets_other_pictures()
    {
        using var model = new ToyModel();
        var twice = new PromptSet("twice", [new(1, "a red circle", ""), new(2, "a red circle", "")]);
        var drawn = RolloutStage.Run(Open("run"), model, twice, Settings);
        Assert.Equal(6, drawn.Select(record => record.Seed).Distinct().Count());
        Assert.Equal(6, drawn.Select(record => record.PictureFile).Distinct().Count());
        var once = RolloutStage.Run(Open("once"), model, new PromptSet("once", [new(1, "a red circle", "")]), Settings);
        Assert.Equal(once.Select(record => record.Seed), drawn.Take(3).Select(record => record.Seed));
    }

    [Fact]
    public void A_prompts_last_pictures_are_composed_where_the_set_says_of_what()
    {
        const string Texts = "a circle AND something red AND something :-1";
        using var model = new ToyModel();
        var set = Prompts with { Prompts = [new(1, "a red circle", "") { Composed = Texts }, Prompts.Prompts[1]] };
        var (composed, shared, plain) = (Open("composed"), Open("shared"), Open("plain"));
        var drawn = RolloutStage.Run(composed, model, set, Settings with { Composed = 2 });
        Assert.Equal([null, Texts, Texts, null, null, null], drawn.Select(record => record.Composed));
        Assert.Equal(drawn, RolloutStage.Read(composed));
        RolloutStage.Run(shared, model, set, Settings with { Composed = 2 }, Shard.Parse("2/2"));
        RolloutStage.Run(shared, model, set, Settings with { Composed = 2 }, Shard.Parse("1/2"));
        Assert.Equal(drawn, RolloutStage.Read(shared));
        Assert.Equal(Pictures(composed), Pictures(shared));

        // All others are what they were before there were any, and known by the same keys.
        bool[] same = [true, false, false, true, true, true];
        var before = RolloutStage.Run(plain, model, set, Settings);
        Assert.Equal(same, before.Zip(drawn, (one, other) => one.Key == other.Key));
        Assert.Equal(same, before.Select(record => plain.Picture(record.PictureFile).Rgb.SequenceEqual(
            composed.Picture(record.PictureFile).Rgb)));
        Assert.Equal(before.Select(record => record.Seed), drawn.Select(record => record.Seed));
    }

    [Fact]
    public void What_a_set_can_be_composed_of_is_another_set_only_where_pictures_are()
    {
        using var model = new ToyModel();
        var said = Prompts with
        {
            Prompts = [.. Prompts.Prompts.Select(prompt => prompt with { Composed = "a AND b AND b :-1" })],
        };
        var run = Open("run");
        var drawn = RolloutStage.Run(run, model, Prompts, Settings);
        Assert.Equal(drawn, RolloutStage.Run(run, model, said, Settings));
        Assert.Throws<SrumException>(() => RolloutStage.Run(run, model, said, Settings with { Composed = 1 }));
    }

    [Fact]
    public void Composed_pictures_of_prompts_that_say_nothing_of_it_are_refused()
    {
        using var model = new ToyModel();
        var composed = Settings with { Composed = 1 };
        Assert.Contains(
            "prompts of 'own'", Assert.Throws<SettingException>(() => composed.Check(Prompts)).Message,
            StringComparison.Ordinal);
        Settings.Check(Prompts);
        foreach (var wrong in (RolloutSettings[])
            [
                composed with { Composed = 4 }, composed with { Draw = composed.Draw with { Think = true } },
                composed with { Draw = composed.Draw with { ImageGuidance = 2 } },
            ])
        {
            Assert.Throws<SettingException>(() => RolloutStage.Run(Open("run"), model, Prompts, wrong));
        }

        // A round whose stretch of the set has none draws it plainly.
        Assert.All(
            RolloutStage.Run(Open("stretch"), model, Prompts, composed), record => Assert.Null(record.Composed));
    }

    [Fact]
    public void A_picture_that_was_deleted_is_drawn_again_as_it_was_and_told_of()
    {
        using var model = new ToyModel();
        var run = Open("run");
        var drawn = RolloutStage.Run(run, model, Prompts, Settings);
        var before = Pictures(run);
        File.Delete(run.File(drawn[5].PictureFile));
        var message = Assert.Throws<SrumException>(
            () => JudgeStage.Run(run, new Judge(model, new SegmentProposer()), drawn)).Message;
        Assert.Contains(Path.GetFileName(drawn[5].PictureFile), message);
        Assert.Contains("'srum rollout'", message);
        var told = new List<StageProgress>();
        Assert.Equal(drawn, RolloutStage.Run(run, model, Prompts, Settings, progress: new Told(told.Add)));
        Assert.Equal(before, Pictures(run));
        Assert.All(told, report => Assert.Contains("again", report.Detail));
        Assert.Equal([17L, 21], told.Select(report => report.Done));
        JudgeStage.Run(run, new Judge(model, new SegmentProposer()), drawn);
    }

    [Fact]
    public void A_picture_that_was_damaged_is_named_with_what_draws_it_again()
    {
        using var model = new ToyModel();
        var run = Open("run");
        var drawn = RolloutStage.Run(run, model, Prompts, Settings);
        File.WriteAllText(run.File(drawn[0].PictureFile), "no picture");
        var message = Assert.Throws<SrumException>(
            () => JudgeStage.Run(run, new Judge(model, new SegmentProposer()), drawn)).Message;
        Assert.Contains("Remove it", message);
        Assert.DoesNotContain("PNG", message);
        File.WriteAllText(run.File("import.json"), "{}");
        Assert.Contains("imported", Assert.Throws<SrumException>(() => run.Picture(drawn[0].PictureFile)).Message);
    }

    [Fact]
    public void A_stage_tells_where_it_stands_when_it_begins_and_not_what_was_done_before()
    {
        using var model = new ToyModel();
        var (run, told) = (Open("run"), new List<StageProgress>());
        RolloutStage.Run(run, model, Prompts, Settings, Shard.Parse("1/2"));
        RolloutStage.Run(run, model, Prompts, Settings, progress: new Told(told.Add));
        // Batches of four: the first, third and fifth were there.
        Assert.Equal([12L, 16, 20, 21], told.Select(report => report.Done));
        told.Clear();
        RolloutStage.Run(run, model, Prompts, Settings, progress: new Told(told.Add));
        Assert.Equal([21L], told.Select(report => report.Done));
    }

    [Fact]
    public void A_stage_whose_input_is_missing_says_what_to_run_first()
    {
        Assert.Contains("srum rollout", Assert.Throws<SrumException>(() => RolloutStage.Read(Open("run"))).Message);
        Assert.Contains("srum judge", Assert.Throws<SrumException>(() => JudgeStage.Read(Open("run"))).Message);
    }

    [Fact]
    public void A_stage_does_not_begin_before_all_shards_of_the_one_before_are_done()
    {
        using var model = new ToyModel();
        var run = Open("run");
        RolloutStage.Run(run, model, Prompts, Settings, Shard.Parse("1/2"));
        Assert.Contains("12 of 21", Assert.Throws<SrumException>(() => RolloutStage.Read(run)).Message);
        var drawn = RolloutStage.Run(run, model, Prompts, Settings);
        JudgeStage.Run(run, new Judge(model, new SegmentProposer()), [.. drawn.Take(5)]);
        Assert.Contains("5 of 21", Assert.Throws<SrumException>(() => JudgeStage.Read(run)).Message);
    }

    [Fact]
    public void A_stage_begun_with_other_settings_is_not_mixed()
    {
        using var model = new ToyModel();
        var run = Open("run");
        var drawn = RolloutStage.Run(run, model, Prompts, Settings);
        var message = Assert.Throws<SrumException>(
            () => RolloutStage.Run(run, model, Prompts, Settings with { Seed = 1 })).Message;
        Assert.Contains("'rollout'", message);
        Assert.Contains("settings.seed was 0, is now 1", message);
        JudgeStage.Run(run, new Judge(model, new SegmentProposer()), drawn);
        Assert.Contains("'judge'", Assert.Throws<SrumException>(() =>
            JudgeStage.Run(run, new Judge(model, new SegmentProposer(), new() { Tries = 1 }), drawn)).Message);
    }

    [Fact]
    public void Records_keep_the_plans_order_beyond_a_hundred_thousand_prompts()
    {
        string[] files = ["pictures/99999-001.png", "pictures/100000-000.png", "pictures/100000-001.png"];
        var run = Open("run");
        var (drawn, judged) = (
            run.Log<RolloutRecord>("rollout", record => record.Key),
            run.Log<JudgeRecord>("judge", record => record.PictureFile));
        foreach (var file in files.AsEnumerable().Reverse())
        {
            drawn.Append(new RolloutRecord(file, "1", "a red circle", "", 0, file, null));
            judged.Append(new JudgeRecord("1", "a red circle", file, [], null, null, 0, []));
        }

        Assert.Equal(files, RolloutStage.Read(run).Select(record => record.PictureFile));
        Assert.Equal(files, JudgeStage.Read(run).Select(record => record.PictureFile));
    }

    private sealed class Told(Action<StageProgress> report) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => report(value);
    }

    private RunFolder Open(string name) => RunFolder.Open(Path.Combine(folder, name));

    private static string[] Pictures(RunFolder run) =>
        [
            .. Directory.GetFiles(run.File("pictures")).Order(StringComparer.Ordinal)
                .Select(path => Path.GetFileName(path) + Convert.ToHexString(File.ReadAllBytes(path))),
        ];

    /// <summary>Tells of everything that a model is asked to draw or to answer.</summary>
    private sealed class Counting(IUnifiedModel inner, Action asked) : DelegatingModel(inner)
    {
        public override IReadOnlyList<Drawing> Draw(
            IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
        {
            asked();
            return base.Draw(requests, settings, cancel);
        }

        public override IReadOnlyList<string> Answer(
            IReadOnlyList<Question> questions, AnswerSettings settings, CancellationToken cancel = default)
        {
            asked();
            return base.Answer(questions, settings, cancel);
        }

        public override IReadOnlyList<WeighedAnswer> AnswerAndWeigh(
            IReadOnlyList<Question> questions, AnswerSettings settings, IReadOnlyList<string> continuations,
            CancellationToken cancel = default)
        {
            asked();
            return base.AnswerAndWeigh(questions, settings, continuations, cancel);
        }
    }
}
