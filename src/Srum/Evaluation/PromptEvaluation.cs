using Srum.Imaging;
using Srum.Models;

namespace Srum.Evaluation;

/// <summary>Draws a prompt set, has it scored, and sums it up.</summary>
public static class PromptEvaluation
{
    /// <summary>Draws and scores one batch, in order.</summary>
    internal static IEnumerable<(EvaluationRecord Record, Picture Picture)> Batch(
        IUnifiedModel model, IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> batch, DrawSettings settings,
        IEvaluator evaluator, CancellationToken cancel)
    {
        var drawings = model.Draw(
            [.. batch.Select(item => new DrawRequest(item.Prompt.Text, item.Seed))], settings, cancel);
        var scores = evaluator.Score(
            [.. batch.Zip(drawings, (item, drawing) => new EvaluatedPicture(item.Prompt, drawing.Picture))], cancel);
        return batch.Zip(drawings, scores).Select(one =>
        {
            var ((prompt, seed), drawing, score) = one;
            var signals = PictureSignals.Of(drawing.Picture);
            return (
                new EvaluationRecord(prompt.Id, prompt.Category, seed, score, signals)
                {
                    Tries = drawing.Tries == 1 ? null : drawing.Tries,
                },
                drawing.Picture);
        });
    }

    /// <summary>
    /// The table of a system: a row a training, a column a prompt, each the share of its pictures that are wholly
    /// right. A picture that any of the trainings (or of the <paramref name="others"/>) left unscored is left out of
    /// all, so that systems stay comparable.
    /// </summary>
    /// <param name="name">Name of the system.</param>
    /// <param name="trainingSeeds">One a training; empty for an untrained system.</param>
    /// <param name="trainings">The records of each training.</param>
    /// <param name="others">Records of the systems that it will be compared with.</param>
    /// <param name="combinations">What each prompt stands for, by its id; null (default) = unknown.</param>
    /// <exception cref="SrumException">The records are of different pictures, or nothing was scored.</exception>
    public static SystemScores Tabulate(
        string name,
        IReadOnlyList<long> trainingSeeds,
        IReadOnlyList<IReadOnlyList<EvaluationRecord>> trainings,
        IEnumerable<IReadOnlyList<EvaluationRecord>>? others = null,
        IReadOnlyDictionary<string, PromptCombination>? combinations = null)
    {
        var all = trainings.Concat(others ?? []).ToArray();
        var keys = trainings[0].Select(Key).ToHashSet();
        if (all.Any(records => !keys.SetEquals(records.Select(Key))))
        {
            throw new SrumException($"The evaluations beside '{name}' are of different pictures: evaluate every system "
                + "with the same prompts and seeds.");
        }

        keys.ExceptWith(Unscored(all));
        if (keys.Count == 0)
        {
            throw new SrumException($"No picture of '{name}' was scored by the evaluator.");
        }

        var prompts = trainings[0].Where(record => keys.Contains(Key(record)))
            .GroupBy(record => record.PromptId)
            .OrderBy(prompt => prompt.Key, StringComparer.Ordinal)
            .Select(prompt => (Id: prompt.Key, prompt.First().Category))
            .ToArray();
        return new SystemScores(
            name, trainingSeeds, [.. prompts.Select(prompt => prompt.Category)], [.. trainings.Select(records =>
        {
            var pictures = records.Where(record => keys.Contains(Key(record))).ToLookup(record => record.PromptId);
            return prompts.Select(prompt => pictures[prompt.Id].Average(record => record.Score!.Correct ? 1.0 : 0.0))
                .ToArray();
        })])
        {
            Combinations = combinations is null or { Count: 0 } ? null
                : [.. prompts.Select(prompt => combinations.GetValueOrDefault(prompt.Id))],
        };
    }

    /// <summary>Whether there is a picture that every one of these evaluations scored.</summary>
    public static bool CanTabulate(IReadOnlyList<IReadOnlyList<EvaluationRecord>> evaluations)
    {
        var unscored = Unscored(evaluations).ToHashSet();
        return evaluations[0].Any(record => !unscored.Contains(Key(record)));
    }

    private static IEnumerable<(string, long)> Unscored(IEnumerable<IReadOnlyList<EvaluationRecord>> evaluations) =>
        evaluations.SelectMany(records => records).Where(record => record.Score is null).Select(Key);

    private static (string, long) Key(EvaluationRecord record) => (record.PromptId, record.Seed);
}
