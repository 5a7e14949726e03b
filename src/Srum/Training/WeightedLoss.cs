namespace Srum.Training;

/// <summary>The loss of <see cref="Weighted"/>.</summary>
internal sealed class WeightedLoss(Weighted objective, ExampleWeights weights) : ObjectiveLoss
{
    public override LossParts Step(TrainingBatch batch)
    {
        using var forward = batch.Forward();
        var errors = forward.Errors(batch.Targets);
        return SrumLoss.Weighted(
            errors, batch.ReferenceErrors(forward, errors), Weights(weights, batch, forward, errors),
            objective.Lambda, objective.Reach);
    }
}
