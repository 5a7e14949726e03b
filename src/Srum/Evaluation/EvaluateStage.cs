using Srum.Files;
using Srum.Imaging;
using Srum.Models;
using Srum.Runs;

namespace Srum.Evaluation;

/// <summary>Evaluates a system of a run on prompts of their own, batch by batch.</summary>
public static class EvaluateStage
{
    /// <summary>Draws and scores what is missing.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Name of the system and its training seed.</param>
    /// <param name="model">The system.</param>
    /// <param name="pictures">Prompts with picture seeds, the same for every system.</param>
    /// <param name="settings">How to draw.</param>
    /// <param name="evaluator">Scores the pictures.</param>
    /// <param name="keep">The first so many pictures are kept for the report.</param>
    /// <param name="shard">This process's share.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <returns>The records of this shard, in the order of the pictures.</returns>
    public static IReadOnlyList<EvaluationRecord> Run(
        RunFolder run, string name, IUnifiedModel model, IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> pictures,
        DrawSettings settings, IEvaluator evaluator, int keep, Shard? shard = null,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        var own = shard ?? Shard.Whole;
        var stage = new BatchedStage<(int Place, (EvaluationPrompt Prompt, long Seed) Asked), EvaluationRecord>(
            run, "evaluate " + name, item => Key(item.Asked.Prompt.Id, item.Asked.Seed), Key)
        {
            Records = LogOf(name),
            Decisive = new { model = model.Identity, evaluator = evaluator.Name, settings },
            IsLost = item => item.Place < keep && !File.Exists(PictureOf(run, name, item.Place)),
        };
        return stage.Run(
            [.. own.Of(pictures.Index().Chunk(settings.BatchSize))], (batch, _) => Draw(batch), own, progress, cancel)!;

        IEnumerable<EvaluationRecord> Draw((int Place, (EvaluationPrompt Prompt, long Seed) Asked)[] batch)
        {
            Directory.CreateDirectory(run.File("pictures", name));
            var drawn = PromptEvaluation.Batch(
                model, [.. batch.Select(item => item.Asked)], settings, evaluator, cancel);
            foreach (var (place, (record, picture)) in batch.Zip(drawn, (item, result) => (item.Place, result)))
            {
                if (place < keep)
                {
                    AtomicFile.Write(PictureOf(run, name, place), PictureFile.EncodePng(picture), run.Through);
                }

                yield return record;
            }
        }
    }

    /// <summary>
    /// The records that all shards together have, in the order of the pictures: as many as there are pictures when the
    /// evaluation is done.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Name of the system and its training seed.</param>
    /// <param name="pictures">Prompts with picture seeds.</param>
    public static IReadOnlyList<EvaluationRecord> Read(
        RunFolder run, string name, IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> pictures)
    {
        var merged = Merged(run, name);
        return [.. pictures.Select(picture => merged.GetValueOrDefault(Key(picture.Prompt.Id, picture.Seed)))
            .OfType<EvaluationRecord>()];
    }

    /// <summary>Where the picture of a place in the evaluation is kept.</summary>
    public static string PictureOf(RunFolder run, string name, int place) =>
        run.File("pictures", name, $"{place:D5}.png");

    /// <summary>The score of a picture that was evaluated; null where it was not, or has none.</summary>
    public static Func<EvaluationPrompt, long, PictureScore?> Scores(RunFolder run, string name)
    {
        var merged = Merged(run, name);
        return (prompt, seed) => merged.GetValueOrDefault(Key(prompt.Id, seed))?.Score;
    }

    private static IReadOnlyDictionary<string, EvaluationRecord> Merged(RunFolder run, string name) =>
        run.Merged<EvaluationRecord>(LogOf(name), Key);

    private static string LogOf(string name) => "evaluate-" + name;

    private static string Key(EvaluationRecord record) => Key(record.PromptId, record.Seed);

    private static string Key(string prompt, long seed) => $"{prompt} {seed}";
}
