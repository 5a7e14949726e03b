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
    /// <param name="evaluator">Who scores.</param>
    /// <param name="keep">The first so many pictures are kept for the report.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static IReadOnlyList<EvaluationRecord> Run(
        RunFolder run, string name, IUnifiedModel model, IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> pictures,
        DrawSettings settings, IEvaluator evaluator, int keep, IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        using var held = RunLock.Take(run, "evaluate " + name, Shard.Whole);
        using var timing = run.Time("evaluate " + name);
        run.KeepSettings("evaluate-" + name, new { model = model.Identity, evaluator = evaluator.Name, settings });
        var log = Log(run, name);
        Directory.CreateDirectory(run.File("pictures", name));
        var done = 0;
        foreach (var batch in pictures.Chunk(settings.BatchSize))
        {
            cancel.ThrowIfCancellationRequested();
            if (batch.Any(picture => log.Find(Key(picture.Prompt.Id, picture.Seed)) is null))
            {
                foreach (var (i, (record, picture)) in PromptEvaluation.Batch(model, batch, settings, evaluator, cancel).Index())
                {
                    if (done + i < keep)
                    {
                        AtomicFile.Write(PictureOf(run, name, done + i), PictureFile.EncodePng(picture), run.Through);
                    }

                    log.Append(record);
                }
            }

            done += batch.Length;
            progress?.Report(new StageProgress("evaluate " + name, done, pictures.Count));
        }

        return [.. pictures.Select(picture => log.Find(Key(picture.Prompt.Id, picture.Seed))!)];
    }

    /// <summary>Where the picture of a place in the evaluation is kept.</summary>
    public static string PictureOf(RunFolder run, string name, int place) => run.File("pictures", name, $"{place:D5}.png");

    /// <summary>The score of a picture that was evaluated; null where it was not, or has none.</summary>
    public static Func<EvaluationPrompt, long, PictureScore?> Scores(RunFolder run, string name)
    {
        var log = Log(run, name);
        return (prompt, seed) => log.Find(Key(prompt.Id, seed))?.Score;
    }

    private static RecordLog<EvaluationRecord> Log(RunFolder run, string name) =>
        run.Log<EvaluationRecord>("evaluate-" + name, record => Key(record.PromptId, record.Seed));

    private static string Key(string prompt, long seed) => $"{prompt} {seed}";
}
