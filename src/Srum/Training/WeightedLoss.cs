using Srum.Models;

namespace Srum.Training;

/// <summary>The loss of <see cref="Weighted"/>.</summary>
internal sealed class WeightedLoss(Weighted objective, ExampleWeights weights) : ObjectiveLoss
{
    public override LossParts Step(TrainingBatch batch, IGenerationForward? before)
    {
        using var forward = batch.Forward();
        var errors = forward.Errors(batch.Targets);
        // The constraint holds on to the judged picture itself, as in the released recipe.
        return SrumLoss.Weighted(
            errors, errors, Weights(weights, batch, forward, errors), objective.Lambda, objective.Reach);
    }
}
