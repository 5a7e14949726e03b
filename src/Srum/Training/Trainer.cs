using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Srum.Maps;
using Srum.Models;
using Srum.Models.Adapters;
using Srum.Native;
using Srum.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>
/// Trains a model's generation half on judged pictures: one forward pass a step gives every token's error, the
/// objective makes a loss of them. The model is trained in place. Everything that a step computes follows from the
/// model, the examples, the settings, the seed and the step's number, so an interrupted training ends with the same
/// bits as an undisturbed one (one machine, one thread count).
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly IUnifiedModel model;
    private readonly IReadOnlyList<TrainExample> examples;
    private readonly TrainSettings settings;
    private readonly BatchPlan plan;
    private readonly TrainedAdapters? adapters;
    private readonly ModelParameter[] trained;
    private readonly AdamW optimiser;
    private readonly EmaWeights? average;
    private readonly ObjectiveLoss loss;
    private readonly Dictionary<string, Tensor> targets = [];

    /// <summary>Plans a training.</summary>
    /// <param name="model">
    /// The start weights; stays the caller's. Its parameters require gradients until <see cref="Dispose"/>.
    /// </param>
    /// <param name="examples">At least one.</param>
    /// <param name="settings">What is minimised, and for how long.</param>
    /// <param name="seed">Seed of batches, times, noise and text dropout.</param>
    /// <exception cref="SrumException">
    /// No examples, one without a reward where rewards are needed, or a setting out of range.
    /// </exception>
    public Trainer(
        IUnifiedModel model, IReadOnlyList<TrainExample> examples, TrainSettings settings, long seed = 0)
    {
        settings.Validate();
        if (examples.Count == 0)
        {
            var needed = settings.Objective switch
            {
                Rewarded { Reward: RewardKind.Sample } => "a score of the whole picture",
                Rewarded => "a layout score",
                _ => "a judgement",
            };
            throw new SrumException(
                $"There is nothing to train on: no picture has {needed}, which this training needs. Judge the pictures "
                + "by the same recipe, draw more, or look into the judge's records.");
        }

        if (settings.Objective is Rewarded && examples.FirstOrDefault(example => example.Reward is null) is { } bare)
        {
            throw new SrumException(
                $"The example '{bare.Id}' has no reward, which this objective needs. "
                + "Leave it out, or train without rewards.");
        }

        (this.model, this.examples, this.settings) = (model, examples, settings);
        trained = settings.Lora is null ? [.. Trained(model, settings.Forward)] : [];
        if (trained.FirstOrDefault(parameter => parameter.Value.dtype != ScalarType.Float32) is { } narrow)
        {
            throw new SrumException(
                $"{narrow.Name} is held in {narrow.Value.dtype}, in which the small steps of a training get lost. "
                + "Open the model with precision fp32 to train it.");
        }

        plan = new BatchPlan([.. examples.Select(example => example.Prompt)], settings, seed);
        // It opens pictures and runs a rule of the reader's own: what fails of them fails before the model is touched.
        Fingerprint = FingerprintOf(model, examples, settings, seed);
        LinearLayer[] plain = [.. model.Layers.Where(layer => layer.Adapter is null)];
        try
        {
            if (settings.Lora is { } lora)
            {
                adapters = TrainedAdapters.Put(model, lora, seed);
                trained = [.. adapters.Parameters];
            }

            loss = ObjectiveLoss.Of(settings.Objective, model, examples, trained);
            foreach (var parameter in model.Parameters)
            {
                parameter.Value.requires_grad = false;
            }

            foreach (var parameter in trained)
            {
                parameter.Value.requires_grad = true;
            }

            Tensor[] moved = [.. trained.Select(parameter => parameter.Value)];
            optimiser = new AdamW(moved, settings.Optimiser);
            average = settings.AverageDecay is { } decay ? new EmaWeights(moved, decay) : null;
        }
        catch
        {
            Dispose();
            TrainedAdapters.TakeOff(plain);
            throw;
        }
    }

    /// <summary>The parameters that a training changes.</summary>
    internal static IEnumerable<ModelParameter> Trained(IUnifiedModel model, ForwardSettings forward) =>
        model.Parameters
            .Where(parameter => !parameter.IsFixed && (parameter.IsGeneration || !forward.FreezeUnderstanding));

    /// <summary>SHA-256 (lower-case hex) of everything that decides the outcome; a checkpoint belongs to one.</summary>
    public string Fingerprint { get; }

    /// <summary>Steps done.</summary>
    public long StepsDone { get; private set; }

    /// <summary>Does the steps that are left, from the checkpoint on if there is one.</summary>
    /// <param name="checkpoint">File of the checkpoint, in an existing folder; null = none is read or written.</param>
    /// <param name="report">
    /// Called after every step. Steps after the last checkpoint of a killed training come again, with the same numbers.
    /// </param>
    /// <param name="through">Wraps the streams that checkpoints are written to; none by default.</param>
    /// <param name="cancel">Ends the training after the step in hand, which the checkpoint then holds.</param>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    /// <exception cref="SrumException">The checkpoint cannot be read or written, or is another training's.</exception>
    /// <exception cref="NotFiniteException">
    /// A step has no finite result; the checkpoint then holds the state before it.
    /// </exception>
    public void Run(
        string? checkpoint = null, Action<TrainStep>? report = null, Func<Stream, Stream>? through = null,
        CancellationToken cancel = default)
    {
        var state = Checkpoint.State(
            trained.Select(parameter => (parameter.Name, parameter.Value)), optimiser, average).ToArray();
        StepsDone = checkpoint is null ? StepsDone : Checkpoint.Read(checkpoint, state, Fingerprint);
        while (StepsDone < settings.Steps)
        {
            TrainStep step;
            try
            {
                step = Step();
            }
            catch (NotFiniteException) when (checkpoint is not null)
            {
                Checkpoint.Write(checkpoint, state, StepsDone, Fingerprint, through);
                throw;
            }

            report?.Invoke(step);
            if (checkpoint is not null
                && (StepsDone % settings.CheckpointEvery == 0
                    || StepsDone == settings.Steps
                    || cancel.IsCancellationRequested))
            {
                Checkpoint.Write(checkpoint, state, StepsDone, Fingerprint, through);
            }

            cancel.ThrowIfCancellationRequested();
        }

        average?.Apply();
    }

    /// <summary>
    /// Frees the optimiser; the model's parameters no longer require gradients, and its adapters drop nothing.
    /// </summary>
    public void Dispose()
    {
        adapters?.Drop(null);
        // A constructor that fails half way ends here too.
        optimiser?.Dispose();
        average?.Dispose();
        loss?.Dispose();
        foreach (var parameter in trained)
        {
            parameter.Value.requires_grad = false;
        }

        foreach (var target in targets.Values)
        {
            target.Dispose();
        }
    }

    private TrainStep Step()
    {
        var clock = Stopwatch.StartNew();
        (double Total, double? Reward, double Constraint) value = default;
        var rate = settings.LearningRateAt(StepsDone);
        var norm = FiniteStep.Take(
            optimiser,
            trained.Select(parameter => (parameter.Name, parameter.Value)),
            rate,
            $"step {StepsDone + 1} of the training",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Lower the learning rate ({settings.LearningRate}) or lengthen the warm-up ({settings.WarmUpSteps} "
                    + $"steps)."),
            Gradients);
        average?.Update(StepsDone);
        StepsDone++;
        return new TrainStep(StepsDone, value.Total, value.Reward, value.Constraint, norm, rate)
        {
            Seconds = clock.Elapsed.TotalSeconds,
        };

        double Gradients()
        {
            value = default;
            var planned = plan.Batch(StepsDone);
            var all = Size(planned);
            foreach (var pass in planned.Chunk(settings.PassSize ?? planned.Count))
            {
                using var scope = NewDisposeScope();
                var parts = Parts(pass).Select(part => (Batch: Batch(part), Share: Size(part) / all)).ToArray();
                var before = loss.Before([.. parts.Select(part => part.Batch)]);
                foreach (var part in SideBySide.Of(parts, (part, i) => Part(part.Batch, part.Share, before?[i])))
                {
                    value = (
                        value.Total + part.Total,
                        part.Reward is { } reward ? (value.Reward ?? 0) + reward : null,
                        value.Constraint + part.Constraint);
                }
            }

            return value.Total;
        }

        // Losses are means over tokens: each part counts by its share of them.
        (double Total, double? Reward, double Constraint) Part(
            TrainingBatch batch, double share, IGenerationForward? before)
        {
            using var scope = NewDisposeScope();
            using var ended = before;
            using var factor = share.ToScalar();
            var parts = loss.Step(batch, before);
            parts.Total.mul(factor).backward();
            return (share * parts.Total.Number(), share * parts.Reward?.Number(), share * parts.Constraint.Number());
        }

        double Size(IReadOnlyList<PlannedSample> pass)
        {
            using var scope = NewDisposeScope();
            return pass.Sum(sample => Target(examples[sample.Example]).numel());
        }
    }

    // Two halves side by side, and no more: their gradients are added to the same tensors, and only the sum of two is
    // the same whichever comes first. Pictures that are compared stay together. A pass that must spare memory is taken
    // as it is, as are layers that drop inputs by the pass.
    private IEnumerable<PlannedSample[]> Parts(PlannedSample[] pass)
    {
        if (settings.PassSize is not null || settings.Forward.RecomputeLayers || adapters is not null)
        {
            return [pass];
        }

        PlannedSample[][] groups = [.. pass.Chunk(settings.Objective.GroupSize)];
        var least = Math.Max(1, 8 / settings.Objective.GroupSize);
        return SideBySide.Parts(groups, trained[0].Value.device, least, most: 2).Select(part => part.SelectMany(
            group => group).ToArray());
    }

    private TrainingBatch Batch(IReadOnlyList<PlannedSample> planned) =>
        new(model, settings.Forward, adapters)
        {
            Planned = planned,
            Samples = [.. planned.Select(Sample)],
        };

    private TrainingSample Sample(PlannedSample planned)
    {
        var example = examples[planned.Example];
        var target = Target(example);
        return new TrainingSample(planned.DropsText ? null : example.Prompt, target, planned.Seed)
        {
            DroppedPrompt = planned.DropsText ? example.Prompt : null,
            RewardRate = loss.RewardRate(example.Prompt),
        };
    }

    /// <summary>A picture's clean target, the mean of its latent; kept on the CPU from its first visit on.</summary>
    private Tensor Target(TrainExample example)
    {
        if (targets.TryGetValue(example.Id, out var kept))
        {
            return kept.to(trained[0].Value.device);
        }

        var target = model.Encode(example.Open());
        if (target.IsFinite())
        {
            targets[example.Id] = target.cpu().DetachFromDisposeScope();
        }

        return target;
    }

    private static string FingerprintOf(
        IUnifiedModel model, IReadOnlyList<TrainExample> examples, TrainSettings settings, long seed)
    {
        var decisive = new
        {
            Model = model.Identity,
            Settings = settings with { CheckpointEvery = 1 },
            Seed = seed,
            Examples = examples.Select(example => new { example.Id, example.Prompt, example.Reward }),
        };

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(decisive, RecordFormat.Line));
        // Rules of one name are told apart by what they paint: functions of the reader's own, constants of versions.
        if (settings.Objective is Rewarded rewarded)
        {
            // The JSON of a list of lists, one at a time: large pictures together fill hundreds of megabytes.
            hash.AppendData("["u8);
            foreach (var (i, example) in examples.Take(32).Index())
            {
                hash.AppendData(i == 0 ? ""u8 : ","u8);
                hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(rewarded.Paint(example).Pixels));
            }

            hash.AppendData("]"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
