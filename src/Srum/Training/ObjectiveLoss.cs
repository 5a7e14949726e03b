using Srum.Models;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>
/// The loss of an objective with whatever it needs besides the batch: maps, start weights. A further objective adds one
/// record, one loss of its own and one line to <see cref="Of"/>.
/// </summary>
internal abstract class ObjectiveLoss : IDisposable
{
    /// <summary>The loss that belongs to an objective.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="model">The model that learns, with the weights that it starts from.</param>
    /// <param name="examples">All examples, with rewards where the objective needs them.</param>
    /// <param name="trained">What moves of it.</param>
    public static ObjectiveLoss Of(
        Objective objective, IUnifiedModel model, IReadOnlyList<TrainExample> examples,
        IReadOnlyList<ModelParameter> trained)
    {
        return objective switch
        {
            Supervised or Rendered or Best => new SupervisedLoss(),
            Weighted weighted => new WeightedLoss(weighted, Rewards(weighted)),
            Bounded bounded => new BoundedLoss(Rewards(bounded), Start()),
            Clipped clipped => new ClippedLoss(clipped, Rewards(clipped), Start()),
            Preference preference => new PreferenceLoss(preference, Rewards(preference), Start()),
            _ => throw new NotSupportedException($"{objective.GetType().Name} has no loss."),
        };

        ExampleWeights Rewards(Rewarded rewarded) => new(examples, rewarded);

        StartWeights Start() => new(model, trained);
    }

    /// <summary>The mean reward of a prompt's pictures, in [0, 1]; ½ where the objective asks for none.</summary>
    public virtual double RewardRate(string prompt) => 0.5;

    /// <summary>
    /// Passes without gradient that come before those of a step and need the whole model to themselves, one a part;
    /// null where the loss asks for none.
    /// </summary>
    /// <param name="parts">The parts of the batch.</param>
    public virtual IReadOnlyList<IGenerationForward>? Before(IReadOnlyList<TrainingBatch> parts) => null;

    /// <summary>The loss of a part of a batch.</summary>
    /// <param name="batch">The part.</param>
    /// <param name="before">What <see cref="Before"/> gave for it.</param>
    public abstract LossParts Step(TrainingBatch batch, IGenerationForward? before);

    /// <summary>Frees what it holds.</summary>
    public virtual void Dispose()
    {
    }

    /// <summary>The weights of a batch's tokens, on the device of the errors that they weigh.</summary>
    protected static Tensor Weights(
        ExampleWeights weights, TrainingBatch batch, IGenerationForward forward, Tensor errors)
    {
        var tokens = tensor(
            [.. batch.Planned.SelectMany((sample, i) => weights.Tokens(sample.Example, forward.Grids[i]))],
            dtype: float32);
        return tokens.to(errors.device);
    }
}
