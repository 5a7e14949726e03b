using Srum.Models;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>The loss of <see cref="Bounded"/>.</summary>
/// <param name="rewards">The reward of each token.</param>
/// <param name="start">The weights that the training starts from; freed with the loss.</param>
internal sealed class BoundedLoss(ExampleWeights rewards, StartWeights start) : StartLoss(start)
{
    public override double RewardRate(string prompt) => rewards.Rate(prompt);

    protected override LossParts Of(
        TrainingBatch batch, IGenerationForward forward, Tensor errors, IGenerationForward before) =>
        SrumLoss.Bounded(
            errors, forward.ReflectedErrors(batch.Targets, before), Weights(rewards, batch, forward, errors));
}
