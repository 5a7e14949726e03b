using System.Globalization;
using System.Text.Json;
using Srum.Runs;

namespace Srum.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    private string Path => System.IO.Path.Combine(folder, "run");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_in_the_folders_place_is_named()
    {
        File.WriteAllText(Path, "here");
        var failure = Assert.Throws<SrumException>(() => RunFolder.Open(Path));
        Assert.Contains(Path, failure.Message);
        Assert.Contains("--run", failure.Message);
    }

    [Fact]
    public void The_models_are_the_one_that_the_settings_name_and_those_of_the_stages()
    {
        Assert.Empty(RunFolder.ModelsOf(Path));
        var run = RunFolder.Open(Path);
        run.KeepSettings("judge", new { imported = "abc" });
        Assert.Empty(RunFolder.ModelsOf(Path));
        run.KeepSettings("rollout", new { model = "one" });
        Assert.Equal(["one"], RunFolder.ModelsOf(Path));
        run.KeepSettings(JsonSerializer.SerializeToElement(new { model = "another" }));
        Assert.Equal(["another", "one"], RunFolder.ModelsOf(Path));
    }

    [Fact]
    public void A_file_in_the_place_of_the_records_is_named()
    {
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(Path, "records"), "here");
        Assert.Contains(Path, Assert.Throws<SrumException>(() => RunFolder.Open(Path)).Message);
    }

    [Fact]
    public void Files_that_a_killed_process_left_half_written_are_cleared_away_by_a_stage_that_is_done()
    {
        var run = RunFolder.Open(Path);
        Directory.CreateDirectory(run.File("pictures", "base"));
        const string Temporary = "x.srum-7-0123456789abcdef0123456789abcdef.partial";
        string[] places = ["", "records", "checkpoints", "pictures", "pictures/base"];
        string[] left = [.. places.Select(place => run.File(place, Temporary))];
        string[] others = [run.File("film.partial"), run.File("pictures", "film.partial"), run.File("mine", Temporary)];
        Directory.CreateDirectory(run.File("mine"));
        Assert.All([.. left, .. others], path => File.WriteAllText(path, "half"));
        RunFolder.Open(Path);
        Assert.All(left, path => Assert.True(File.Exists(path), "what only opened the run may be refused yet"));
        run.ClearAway();
        Assert.All(left, path => Assert.False(File.Exists(path), path));
        Assert.All(others, path => Assert.True(File.Exists(path), path));
    }

    [Theory]
    [InlineData("pictures/holiday.png")]
    [InlineData("records/names.jsonl")]
    [InlineData("settings.json")]
    [InlineData("report.html")]
    public void A_folder_of_somebody_elses_is_refused_as_it_is(string name)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "mine");
        Assert.Contains($"'{name.Split('/')[0]}'", Assert.Throws<SrumException>(() => RunFolder.Open(Path)).Message);
        Assert.Equal([file], Directory.GetFiles(Path, "*", SearchOption.AllDirectories));
        Assert.Equal("mine", File.ReadAllText(file));
    }

    [Fact]
    public void A_folder_with_other_files_in_it_may_become_a_runs()
    {
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(Path, "notes.txt"), "mine");
        RunFolder.Open(Path);
        RunFolder.Open(Path);
    }

    [Fact]
    public void A_run_from_before_marks_is_gone_on_with()
    {
        var run = RunFolder.Open(Path);
        run.KeepSettings("rollout", new { model = new string('a', 64), pictures = 3 });
        File.Delete(run.File(".srum"));
        RunFolder.Open(Path).KeepSettings("rollout", new { model = new string('a', 64), pictures = 3 });
    }

    [Fact]
    public void Judgements_are_shared_in_the_runs_of_a_clone_and_where_somebody_made_the_place_and_nowhere_else()
    {
        Assert.Null(RunFolder.Open(System.IO.Path.Combine(folder, "runs", "first")).JudgementCache);
        Directory.CreateDirectory(System.IO.Path.Combine(folder, "src", "Srum"));
        File.WriteAllText(System.IO.Path.Combine(folder, "src", "Srum", "Srum.csproj"), "<Project/>");
        Assert.EndsWith(
            System.IO.Path.Combine("runs", ".cache", "judgements"),
            RunFolder.Open(System.IO.Path.Combine(folder, "runs", "first")).JudgementCache);
        Assert.Null(RunFolder.Open(Path).JudgementCache);
        Directory.CreateDirectory(System.IO.Path.Combine(folder, ".cache", "judgements"));
        Assert.NotNull(RunFolder.Open(Path).JudgementCache);
    }

    [Fact]
    public void Other_settings_are_refused()
    {
        RunFolder.Open(Path).KeepSettings(JsonSerializer.SerializeToElement(new { Steps = 3 }));
        RunFolder.Open(Path).KeepSettings(JsonSerializer.SerializeToElement(new { Steps = 3 }));
        var failure = Assert.Throws<SrumException>(
            () => RunFolder.Open(Path).KeepSettings(JsonSerializer.SerializeToElement(new { Steps = 4 })));
        Assert.Contains("settings.json", failure.Message);
    }

    [Fact]
    public void A_second_worker_on_a_stage_and_shard_is_refused_by_name()
    {
        var run = RunFolder.Open(Path);
        using (RunLock.Take(run, "judge", Shard.Parse("2/3")))
        {
            using var other = RunLock.Take(run, "judge", Shard.Parse("1/3"));
            using var stage = RunLock.Take(run, "rollout", Shard.Parse("2/3"));
            var failure =
                Assert.Throws<SrumException>(() => RunLock.Take(RunFolder.Open(Path), "judge", Shard.Parse("2/3")));
            Assert.Contains("'judge'", failure.Message);
            Assert.Contains("2/3", failure.Message);
            Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), failure.Message);
        }

        RunLock.Take(run, "judge", Shard.Parse("2/3")).Dispose();
    }

    [Fact]
    public void A_lock_that_cannot_be_made_is_no_other_process()
    {
        var run = RunFolder.Open(Path);
        Directory.Delete(run.File("records"));
        var failure = Assert.Throws<SrumException>(() => RunLock.Take(run, "judge", Shard.Whole));
        Assert.Contains("cannot be written", failure.Message);
    }

    [Fact]
    public void Times_of_a_stage_add_up_over_shards_and_restarts()
    {
        foreach (var shard in (Shard[])[Shard.Parse("1/2"), Shard.Parse("2/2"), Shard.Parse("1/2")])
        {
            using (RunFolder.Open(Path).Time("judge", shard))
            {
                Thread.Sleep(20);
            }
        }

        Assert.Equal(["judge"], RunFolder.Open(Path).Work.Keys);
        Assert.InRange(RunFolder.Open(Path).Work["judge"].Seconds, 0.05, 60);
    }

    [Fact]
    public void Times_of_a_process_that_was_killed_count_up_to_what_it_kept()
    {
        var killed = RunFolder.Open(Path).Time("judge");
        Thread.Sleep(20);
        killed.Keep();
        killed.Keep();
        var first = RunFolder.Open(Path).Work["judge"].Seconds;
        Assert.InRange(first, 0.015, 60);
        using (RunFolder.Open(Path).Time("judge"))
        {
            Thread.Sleep(20);
        }

        Assert.InRange(RunFolder.Open(Path).Work["judge"].Seconds - first, 0.015, 60);
    }

    [Theory]
    [InlineData("1/1", 0, 1)]
    [InlineData("3/4", 2, 4)]
    public void A_shard_is_written_from_one(string text, int index, int count)
    {
        Assert.Equal(new Shard(index, count), Shard.Parse(text));
        Assert.Equal(text, Shard.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("-1/2")]
    [InlineData("1/2/3")]
    [InlineData("a/b")]
    public void A_wrong_shard_is_refused(string text) =>
        Assert.Contains("i/n", Assert.Throws<SrumException>(() => Shard.Parse(text)).Message);

    [Fact]
    public void Shards_share_out_every_batch_once()
    {
        int[] batches = [.. Enumerable.Range(0, 11)];
        Assert.Equal(batches, Enumerable.Range(1, 4).SelectMany(i => Shard.Parse($"{i}/4").Of(batches)).Order());
    }

    [Fact]
    public void A_key_follows_from_every_part_of_its_content()
    {
        var key = ContentKey.Of(new { Prompt = "a red circle", Seed = 1L });
        Assert.Equal(32, key.Length);
        Assert.Equal(key, ContentKey.Of(new { Prompt = "a red circle", Seed = 1L }));
        Assert.NotEqual(key, ContentKey.Of(new { Prompt = "a red circle", Seed = 2L }));
        Assert.NotEqual(key, ContentKey.Of(new { Prompt = "a red circle ", Seed = 1L }));
        Assert.NotEqual(ContentKey.Seed("a", "bc"), ContentKey.Seed("ab", "c"));
        Assert.InRange(ContentKey.Seed("a"), 0, long.MaxValue);
    }
}
