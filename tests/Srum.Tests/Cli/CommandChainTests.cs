using Srum.Cli;
using Srum.Judging;
using Srum.Prompts;
using Srum.Rollout;
using Srum.Runs;
using Srum.Training;

namespace Srum.Tests.Cli;

/// <summary>Commands that go on with what those before them left, with the shipped model and few pictures.</summary>
public sealed class CommandChainTests : IDisposable
{
    // A prompt of each category.
    private const int Prompts = 7;
    private const int Pictures = 2 * Prompts;

    private static readonly string[] Sizes =
    [
        $"rollout.prompts={Prompts}", "rollout.pictures=2", "train.steps=2", "train.batchSize=4",
        $"evaluation.prompts={Prompts}",
    ];

    private readonly TemporaryFolder folder = new();

    private string Run => folder.File("run");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_goes_from_its_pictures_to_a_trained_model_to_other_tools_and_back()
    {
        InRun("rollout");
        Assert.Equal(Pictures, RolloutStage.Read(RunFolder.Open(Run)).Count);
        Holds(Run, "pictures/00000-000.png", "pictures/00006-001.png");

        InRun("judge", "--judge", "truth");
        Assert.Equal(Pictures, JudgeStage.Read(RunFolder.Open(Run)).Count);

        InRun("train");
        Assert.Equal(2, TrainStage.Steps(RunFolder.Open(Run), "published-0").Count);
        var trained = Path.Combine(Run, "models", "published-0");
        Holds(trained, "config.json", "ema.safetensors");

        InRun("eval");
        InRun("eval", "--model", trained, "--name", "published-0");
        Holds(Run, "pictures/base/00006.png", "pictures/published-0/00006.png");

        InRun("plan", "--memory", "64", "--rate", "1");

        InRun(
            "audit", "judges", "truth", "own", "--pictures", "6", "--out", folder.File("judges.json"),
            "--page", folder.File("judges.html"));
        Holds(folder.Path, "judges.json", "judges.html");

        var upstream = folder.File("upstream");
        var (images, scored) = (Path.Combine(upstream, "images"), Path.Combine(upstream, "scored.jsonl"));
        var (rollout, prompts) = (Path.Combine(upstream, "output.jsonl"), Path.Combine(upstream, "prompts.json"));
        Works("export", "--run", Run, "--out", upstream);
        Holds(upstream, "prompts.json", "output.jsonl", "scored.jsonl", "training.jsonl", "sft.parquet");
        Assert.Equal(Pictures, Directory.GetFiles(images, "*.png").Length);

        Works(
            "audit", "scored", scored, "--images", images, "--rollout", rollout, "--out", folder.File("scored.json"),
            "--page", folder.File("scored.html"));
        Holds(folder.Path, "scored.json", "scored.html");

        var imported = folder.File("imported");
        Works(
            "import", "--scored", scored, "--images", images, "--rollout", rollout, "--prompt-set", prompts,
            "--run", imported);
        Holds(imported, "import.json");
        Assert.Equal(
            JudgeStage.Read(RunFolder.Open(Run)).Select(record => (record.Prompt, record.Layout!.Score)),
            JudgeStage.Read(RunFolder.Open(imported)).Select(record => (record.Prompt, record.Layout!.Score)));
    }

    [Fact]
    public void A_benchmark_is_marked_by_the_truth_and_by_the_model_itself()
    {
        foreach (var judge in (string[])["truth", "own"])
        {
            Works(
                "eval", "--benchmark", "shapes", "--run", Run, "--prompt-set", "test", "--prompts", $"{Prompts}",
                "--judge", judge);
            Holds(Run, "benchmark.json", "benchmark.html");
        }

        Assert.Equal(Pictures, RolloutStage.Read(RunFolder.Open(Run)).Count);
    }

    [Fact]
    public void New_prompts_to_practise_are_a_prompt_file()
    {
        var file = folder.File("mine.json");
        Works("prompts", "--new", "5", "--out", file);
        Assert.Equal(5, PromptSet.Read(file).Prompts.Count);
    }

    private static void Holds(string place, params string[] files)
    {
        foreach (var file in files.Select(name => new FileInfo(Path.Combine(place, name))))
        {
            Assert.True(file.Exists && file.Length > 0, file.FullName);
        }
    }

    private static void Works(params string[] words)
    {
        var errors = new StringWriter();
        Assert.True(CommandLine.Run(words, errors, default) == 0, $"{string.Join(' ', words)}: {errors}");
    }

    private void InRun(params string[] words) => Works(
        [.. words, "--run", Run, "--recipe", "published", .. Sizes.SelectMany(size => (string[])["--set", size])]);
}
