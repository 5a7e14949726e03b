using Srum.Models;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>The loss of <see cref="Clipped"/>.</summary>
/// <param name="objective">The objective.</param>
/// <param name="rewards">The reward of each token.</param>
/// <param name="start">The weights that the training starts from; freed with the loss.</param>
internal sealed class ClippedLoss(Clipped objective, ExampleWeights rewards, StartWeights start) : StartLoss(start)
{
    protected override LossParts Of(
        TrainingBatch batch, IGenerationForward forward, Tensor errors, IGenerationForward before) =>
        SrumLoss.Clipped(
            errors, before.Errors(batch.Targets), Weights(rewards, batch, forward, errors), objective.Clip);
}
