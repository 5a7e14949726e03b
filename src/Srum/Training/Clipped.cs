namespace Srum.Training;

/// <summary>
/// The clipped policy gradient (<see cref="SrumLoss.Clipped"/>): PPO's objective (Schulman et al. 2017), with rewards
/// held against the prompt's others by <see cref="TwoSided.Share"/> as in GRPO (Shao et al. 2024). A code's probability
/// is known; a flow's is stood in for by its error (flow matching policy gradients, McAllister et al. 2025). What
/// learns stops where it has moved by <see cref="Clip"/>, so that there is no constraint. Each step also asks the start
/// weights, at the cost that <see cref="Bounded"/> has. Not in the paper.
/// </summary>
public sealed record Clipped : TwoSided
{
    /// <summary>
    /// ε: a token teaches until its ratio ρ has gone beyond 1 ± ε in its reward's direction; in (0, 1). Default 0.2
    /// (PPO). A flow's error moves by hundredths, where a code's −log π moves by tenths.
    /// </summary>
    public double Clip { get; init; } = 0.2;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        SettingException.Require(Clip is > 0 and < 1, "train.objective.clip", Clip, "above 0 and below 1");
    }
}
