using Srum.Files;
using Srum.Imaging;
using Srum.Models;
using Srum.Prompts;
using Srum.Runs;

namespace Srum.Rollout;

/// <summary>Prompts → pictures. Batches are planned first; a picture is written before its record.</summary>
public static class RolloutStage
{
    /// <summary>Name of the stage and of its records.</summary>
    internal const string Name = "rollout";

    /// <summary>Draws what is missing.</summary>
    /// <returns>The records of this shard, in the order of the plan.</returns>
    public static IReadOnlyList<RolloutRecord> Run(
        RunFolder run, IUnifiedModel model, PromptSet prompts, RolloutSettings settings, Shard? shard = null,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        settings.Validate();
        model.Check(settings.Draw, composed: settings.Composed > 0);
        var own = shard ?? Shard.Whole;
        var stage = new BatchedStage<RolloutRecord, RolloutRecord>(
            run, Name, record => record.Key, record => record.Key)
        {
            Decisive = Decisive(model, prompts, settings),
            // Whoever deleted a picture gets it back: it follows from its record.
            IsLost = record => !File.Exists(run.File(record.PictureFile)),
        };
        RolloutRecord[] planned = [.. Plan(model, prompts, settings)];
        return stage.Run(
            [.. own.Of(planned.Chunk(settings.Draw.BatchSize))], (batch, _) => Draw(batch), own, progress, cancel)!;

        IEnumerable<RolloutRecord> Draw(RolloutRecord[] batch)
        {
            var drawings = model.Draw(
                [
                    .. batch.Select(record =>
                        new DrawRequest(record.Prompt, record.Seed) { Composed = record.Composed }),
                ],
                settings.Draw, cancel);
            foreach (var (record, drawing) in batch.Zip(drawings))
            {
                AtomicFile.Write(run.File(record.PictureFile), PictureFile.EncodePng(drawing.Picture), run.Through);
                yield return record with { Thought = drawing.Thought };
            }
        }
    }

    /// <summary>What other stages read: the records of all shards, in the order of the plan.</summary>
    /// <exception cref="SrumException">Nothing was drawn yet, or not everything.</exception>
    public static IReadOnlyList<RolloutRecord> Read(RunFolder run)
    {
        RolloutRecord[] records = [.. InOrder(Merged(run).Values, record => record.PictureFile)];
        if (records.Length == 0)
        {
            throw new SrumException(
                $"The run {run.Path} has no rollout yet: run 'srum rollout --run {run.Path}' first.");
        }

        // What comes after plans its batches over all pictures.
        return records.Length >= Planned(run)
            ? records
            : throw new SrumException($"The rollout of {run.Path} has {records.Length} of {Planned(run)} pictures: go "
                + "on with it (or with its missing shards) first.");
    }

    /// <summary>Whether all shards together have drawn everything.</summary>
    public static bool IsDone(RunFolder run) => Merged(run).Count >= Planned(run);

    /// <summary>How many pictures the rollout has when it is done; 0 where that is not known.</summary>
    public static int Planned(RunFolder run) =>
        run.SettingsOf(Name) is { } kept && kept.TryGetProperty("pictures", out var pictures) ? pictures.GetInt32() : 0;

    /// <summary>Everything that decides what is drawn, as the run keeps it.</summary>
    internal static object Decisive(IUnifiedModel model, PromptSet prompts, RolloutSettings settings) => new
    {
        model = model.Identity,
        pictures = settings.PromptsOf(prompts.Prompts.Count) * settings.Pictures,
        prompts = ContentKey.Of(settings.Asked(prompts).Prompts),
        settings,
    };

    /// <summary>
    /// Records in the order of the plan: where prompts have more than five digits, names of pictures are longer.
    /// </summary>
    /// <param name="records">The records.</param>
    /// <param name="file">The picture of a record.</param>
    internal static IEnumerable<T> InOrder<T>(IEnumerable<T> records, Func<T, string> file) =>
        records.OrderBy(record => file(record).Length).ThenBy(file, StringComparer.Ordinal);

    private static IReadOnlyDictionary<string, RolloutRecord> Merged(RunFolder run) =>
        run.Merged<RolloutRecord>(Name, record => record.Key);

    private static IEnumerable<RolloutRecord> Plan(IUnifiedModel model, PromptSet prompts, RolloutSettings settings)
    {
        var chosen = prompts.Prompts.Take(settings.PromptsOf(prompts.Prompts.Count));
        var drawn = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (place, prompt) in chosen.Index())
        {
            for (var k = 0; k < settings.Pictures; k++)
            {
                // A prompt that the set names twice gets further pictures, not the same ones again.
                var number = drawn[prompt.Text] = drawn.GetValueOrDefault(prompt.Text, -1) + 1;
                var seed = ContentKey.Seed(settings.Seed, prompt.Text, number);
                var composed = k < settings.Pictures - settings.Composed ? null : prompt.Composed;
                var key = composed is null
                    ? ContentKey.Of(new { Stage = Name, model.Identity, prompt.Text, Seed = seed, settings.Draw })
                    : ContentKey.Of(
                        new { Stage = Name, model.Identity, prompt.Text, Seed = seed, settings.Draw, composed });
                yield return new RolloutRecord(
                    key, $"{prompt.Id}", prompt.Text, prompt.Category, seed, $"pictures/{place:D5}-{k:D3}.png", null)
                {
                    Composed = composed,
                };
            }
        }
    }
}
