using Srum.Models;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>The loss of <see cref="Preference"/>.</summary>
/// <param name="objective">The objective.</param>
/// <param name="rewards">The reward of each picture.</param>
/// <param name="start">The weights that the training starts from; freed with the loss.</param>
internal sealed class PreferenceLoss(Preference objective, ExampleWeights rewards, StartWeights start)
    : StartLoss(start)
{
    protected override LossParts Of(
        TrainingBatch batch, IGenerationForward forward, Tensor errors, IGenerationForward before) =>
        SrumLoss.Preference(
            errors, before.Errors(batch.Targets), [.. forward.Grids.Select(grid => grid.Count)],
            [.. batch.Planned.Select(sample => rewards.Picture(sample.Example))], objective.Group, objective.Beta);
}
