using Srum.Models;
using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>
/// A loss that holds what a model predicts against what it predicted before its training: each batch passes once more,
/// without gradient.
/// </summary>
/// <param name="start">The weights that the training starts from; freed with the loss.</param>
internal abstract class StartLoss(StartWeights start) : ObjectiveLoss
{
    public override IReadOnlyList<IGenerationForward> Before(IReadOnlyList<TrainingBatch> parts) =>
        start.During(() => SideBySide.Of(parts, (part, _) => part.Ungraded()));

    public override LossParts Step(TrainingBatch batch, IGenerationForward? before)
    {
        using var forward = batch.Forward();
        return Of(batch, forward, forward.Errors(batch.Targets), before!);
    }

    public override void Dispose() => start.Dispose();

    /// <summary>The loss of a part of a batch.</summary>
    /// <param name="batch">The part.</param>
    /// <param name="forward">Its pass.</param>
    /// <param name="errors">The errors of that, (tokens).</param>
    /// <param name="before">The same pass with the start weights.</param>
    protected abstract LossParts Of(
        TrainingBatch batch, IGenerationForward forward, Tensor errors, IGenerationForward before);
}
