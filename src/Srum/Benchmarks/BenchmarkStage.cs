using System.Globalization;
using Srum.Judging;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Benchmarks;

/// <summary>
/// Marks the pictures of a benchmark, which <see cref="RolloutStage"/> has drawn into the run: a seed a prompt and
/// picture, several pictures a prompt. Does only what is missing; each marker has records of its own, so that several
/// can mark the same pictures.
/// </summary>
public static class BenchmarkStage
{
    /// <summary>Marks what is missing.</summary>
    /// <param name="run">The run that holds the pictures.</param>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="prompts">Its prompts.</param>
    /// <param name="drawn">The pictures that this process marks: what its shard of the rollout has drawn.</param>
    /// <param name="marker">Who marks.</param>
    /// <param name="shard">The shard, which has a file of its own; null = the whole.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static void Run(
        RunFolder run, IBenchmark benchmark, IReadOnlyList<BenchmarkPrompt> prompts, IReadOnlyList<RolloutRecord> drawn,
        IPictureMarker marker, Shard? shard = null, IProgress<StageProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var name = LogOf(benchmark, marker);
        var stage = new BatchedStage<(BenchmarkPrompt Prompt, RolloutRecord Drawn), BenchmarkRecord>(
            run, name, item => item.Drawn.PictureFile, Key)
        {
            Shown = "mark",
            Decisive = new { benchmark = benchmark.Name, marker = marker.Name },
        };
        stage.Run(
            [.. Planned(prompts, drawn).Chunk(JudgeStage.BatchSize)], Mark, shard ?? Shard.Whole, progress, cancel);

        IEnumerable<BenchmarkRecord> Mark(
            (BenchmarkPrompt Prompt, RolloutRecord Drawn)[] batch,
            Func<(BenchmarkPrompt Prompt, RolloutRecord Drawn), bool> isOpen)
        {
            var open = batch.Where(isOpen).ToArray();
            var marked = marker.Mark([.. open.Select(item => new PictureToMark(
                item.Prompt, NumberOf(item.Drawn), () => run.Picture(item.Drawn.PictureFile)))], cancel);
            return open.Zip(marked).Where(item => item.Second is not null).Select(item => new BenchmarkRecord(
                item.First.Drawn.PictureFile, $"{item.First.Prompt.Id}", item.Second!.Marks, item.Second.Replies));
        }
    }

    /// <summary>Every drawn picture of the benchmark with what all shards have marked.</summary>
    public static IReadOnlyList<MarkedPicture> Read(
        RunFolder run, IBenchmark benchmark, IReadOnlyList<BenchmarkPrompt> prompts, IReadOnlyList<RolloutRecord> drawn,
        IPictureMarker marker)
    {
        var merged = run.Merged<BenchmarkRecord>(LogOf(benchmark, marker), Key);
        return [.. Planned(prompts, drawn)
            .Select(item => new MarkedPicture(item.Prompt, merged.GetValueOrDefault(item.Drawn.PictureFile)))];
    }

    private static List<(BenchmarkPrompt Prompt, RolloutRecord Drawn)> Planned(
        IReadOnlyList<BenchmarkPrompt> prompts, IReadOnlyList<RolloutRecord> drawn)
    {
        var byId = prompts.ToDictionary(prompt => $"{prompt.Id}", StringComparer.Ordinal);
        return [.. drawn.Where(record => byId.ContainsKey(record.PromptId))
            .Select(record => (byId[record.PromptId], record))];
    }

    /// <summary>
    /// Which of its prompt's pictures a drawn one is, from 0: the rollout names pictures <c>00012-003.png</c>, the
    /// fourth picture of the thirteenth prompt.
    /// </summary>
    internal static int NumberOf(RolloutRecord drawn) =>
        int.Parse(Path.GetFileNameWithoutExtension(drawn.PictureFile).Split('-')[1], CultureInfo.InvariantCulture);

    private static string LogOf(IBenchmark benchmark, IPictureMarker marker) =>
        $"marks-{ContentKey.Of(new { benchmark = benchmark.Name, marker = marker.Name })[..12]}";

    private static string Key(BenchmarkRecord record) => record.PictureFile;
}
