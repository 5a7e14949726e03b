namespace Srum.Training;

/// <summary>The loss of <see cref="Bounded"/>.</summary>
/// <param name="rewards">The reward of each token.</param>
/// <param name="start">The weights that the training starts from; freed with the loss.</param>
internal sealed class BoundedLoss(ExampleWeights rewards, StartWeights start) : ObjectiveLoss
{
    public override double RewardRate(string prompt) => rewards.Rate(prompt);

    public override LossParts Step(TrainingBatch batch)
    {
        using var before = start.During(batch.Ungraded);
        using var forward = batch.Forward();
        var errors = forward.Errors(batch.Targets);
        return SrumLoss.Bounded(
            errors, forward.ReflectedErrors(batch.Targets, before), Weights(rewards, batch, forward, errors));
    }

    public override void Dispose() => start.Dispose();
}
