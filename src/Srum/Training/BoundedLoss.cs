using Srum.Models;
using Srum.Native;

namespace Srum.Training;

/// <summary>The loss of <see cref="Bounded"/>.</summary>
/// <param name="rewards">The reward of each token.</param>
/// <param name="start">The weights that the training starts from; freed with the loss.</param>
internal sealed class BoundedLoss(ExampleWeights rewards, StartWeights start) : ObjectiveLoss
{
    public override double RewardRate(string prompt) => rewards.Rate(prompt);

    public override IReadOnlyList<IGenerationForward> Before(IReadOnlyList<TrainingBatch> parts) =>
        start.During(() => SideBySide.Of(parts, (part, _) => part.Ungraded()));

    public override LossParts Step(TrainingBatch batch, IGenerationForward? before)
    {
        using var forward = batch.Forward();
        var errors = forward.Errors(batch.Targets);
        return SrumLoss.Bounded(
            errors, forward.ReflectedErrors(batch.Targets, before!), Weights(rewards, batch, forward, errors));
    }

    public override void Dispose() => start.Dispose();
}
