using Srum.Judging;
using Srum.Maps;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Training;

/// <summary>A run's judged pictures as examples.</summary>
public static class TrainingSet
{
    /// <summary>
    /// The judged pictures that an objective can train on: those with the score that its reward needs
    /// (<see cref="JudgeRecord.Needed"/>), and where it learns from none with the one that the others need, so that it
    /// sees the pictures that they see. <see cref="Best"/> chooses among those.
    /// </summary>
    /// <param name="run">The run that holds the pictures.</param>
    /// <param name="judged">Its judgements.</param>
    /// <param name="objective">Decides which judgements make the reward.</param>
    public static IReadOnlyList<TrainExample> Of(
        RunFolder run, IReadOnlyList<JudgeRecord> judged, Objective objective)
    {
        var examples = new List<TrainExample>();
        foreach (var record in judged.Where(record => record.Needed(objective.Questions) is not null))
        {
            var picture = run.Picture(record.PictureFile);
            var reward = objective is Rewarded rewarded
                ? DualReward.From(record, picture.Width, picture.Height, rewarded.Reward) : null;
            if (reward is not null || objective is not Rewarded)
            {
                examples.Add(new TrainExample(
                    record.PictureFile, record.Prompt, () => run.Picture(record.PictureFile), reward));
            }
        }

        return objective is Rewarded choosing ? choosing.Chosen(examples) : examples;
    }

    /// <summary>Drawn pictures as examples without rewards.</summary>
    /// <param name="run">The run that holds the pictures.</param>
    /// <param name="drawn">What was drawn.</param>
    public static IReadOnlyList<TrainExample> Of(RunFolder run, IReadOnlyList<RolloutRecord> drawn) =>
        [.. drawn.Select(record =>
            new TrainExample(record.PictureFile, record.Prompt, () => run.Picture(record.PictureFile), null))];
}
