using Srum.Models;

namespace Srum.Training;

/// <summary>The loss of <see cref="Supervised"/>, <see cref="Rendered"/> and <see cref="Best"/>.</summary>
internal sealed class SupervisedLoss : ObjectiveLoss
{
    public override LossParts Step(TrainingBatch batch, IGenerationForward? before)
    {
        using var forward = batch.Forward();
        return SrumLoss.Supervised(forward.Errors(batch.Targets));
    }
}
