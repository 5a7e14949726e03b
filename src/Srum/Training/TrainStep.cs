using System.Text.Json.Serialization;

namespace Srum.Training;

/// <summary>What a training step reports.</summary>
/// <param name="Step">Number of the step, from 1.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Reward">Its weighted part; null without weights.</param>
/// <param name="Constraint">The mean error against the reference pictures, before λ.</param>
/// <param name="GradientNorm">2-norm of all gradients before clipping.</param>
/// <param name="LearningRate">Learning rate of the step.</param>
public sealed record TrainStep(
    long Step, double Loss, double? Reward, double Constraint, double GradientNorm, double LearningRate)
{
    /// <summary>Seconds that the step took. No part of the record: times differ from run to run.</summary>
    [JsonIgnore]
    public double Seconds { get; init; }
}
