using Srum.Models;
using Srum.Runs;

namespace Srum.Training;

/// <summary>Trains a system of a run, or goes on where it was stopped.</summary>
public static class TrainStage
{
    /// <summary>Every recorded step of a training, by its name.</summary>
    public static IReadOnlyList<TrainStep> Steps(RunFolder run, string name) => Log(run, name).Records;

    /// <summary>What decided the outcome of a finished training (<see cref="Trainer.Fingerprint"/>).</summary>
    /// <exception cref="SrumException">It has no checkpoint, or a damaged one.</exception>
    public static string Fingerprint(RunFolder run, TrainingId training) =>
        Checkpoint.Plan(CheckpointOf(run, training.Name));

    private static string CheckpointOf(RunFolder run, string name) => run.File("checkpoints", name + ".safetensors");

    /// <summary>Trains a model in place. A finished training is read from its checkpoint.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">The start weights; trained in place.</param>
    /// <param name="examples">What to train on.</param>
    /// <param name="settings">What is minimised, and for how long.</param>
    /// <param name="training">Whose training it is, and with which seed.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancel">Stops after the step in hand, which is kept.</param>
    /// <returns>Every step of the training.</returns>
    public static IReadOnlyList<TrainStep> Run(
        RunFolder run, IUnifiedModel model, IReadOnlyList<TrainExample> examples, TrainSettings settings,
        TrainingId training, IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        var name = training.Name;
        using var held = RunLock.Take(run, "train " + name, Shard.Whole);
        using var clock = run.Time("train " + name);
        var log = Log(run, name);
        using var trainer = new Trainer(model, examples, settings, training.RoundSeed);
        KeepSettings(run, name, model, examples, settings);
        if (!File.Exists(CheckpointOf(run, name)))
        {
            progress?.Report(new StageProgress("train " + name, 0, settings.Steps, "steps"));
        }

        trainer.Run(
            CheckpointOf(run, name),
            step =>
            {
                log.Append(step);
                clock.Keep();
                progress?.Report(new StageProgress("train " + name, step.Step, settings.Steps, "steps", step.Loss));
            },
            run.Through,
            cancel);
        run.ClearAway();
        return log.Records;
    }

    // The checkpoint knows by a hash alone what it belongs to; here it stands in words. One without them is from before
    // there were any.
    private static void KeepSettings(
        RunFolder run, string name, IUnifiedModel model, IReadOnlyList<TrainExample> examples, TrainSettings settings)
    {
        var stage = "train-" + name;
        if (run.SettingsOf(stage) is not null || !File.Exists(CheckpointOf(run, name)))
        {
            var learnt = ContentKey.Of(examples.Select(example => new { example.Id, example.Prompt, example.Reward }));
            run.KeepSettings(stage, new
            {
                model = model.Identity,
                pictures = examples.Count,
                judgements = learnt,
                settings = settings with { CheckpointEvery = new TrainSettings().CheckpointEvery },
            });
        }
    }

    private static RecordLog<TrainStep> Log(RunFolder run, string name) =>
        run.Log<TrainStep>("train-" + name, step => $"{step.Step}");
}
