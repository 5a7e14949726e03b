namespace Srum.Training;

/// <summary>
/// Learns which of a prompt's pictures are better (<see cref="SrumLoss.Preference"/>): pairs are direct preference
/// optimisation (Diffusion-DPO, Wallace et al. 2023), larger groups its form for many (DGPO, Luo et al. 2025). A
/// picture's reward is the mean weight of its map, and counts by its distance from the group's mean in standard
/// deviations alone. Only differences count: both errors of a pair may rise. Groups are dealt anew in every epoch, and
/// share flow time, noise and text dropout. Each step also asks the start weights, at the cost that
/// <see cref="Bounded"/> has. Not in the paper.
/// </summary>
public sealed record Preference : Rewarded
{
    /// <summary>
    /// Pictures of one prompt that are compared; between 2 and 64, and a divisor of the batch size. Default 2. A
    /// prompt's pictures that fill no group wait for another epoch.
    /// </summary>
    public int Group { get; init; } = 2;

    /// <summary>
    /// β, how soon a difference is learnt well enough: once the error of a pair's better picture has fallen by Δ more
    /// than the other's, the pair pushes with 2 σ(−β Δ / 2) of its first strength, a quarter at β Δ = 4. Above 0.
    /// Default 2000 (Diffusion-DPO). Errors are means over tokens: DPO for language, which sums over n tokens, has n
    /// times its β here.
    /// </summary>
    public double Beta { get; init; } = 2000;

    internal override int Rank => 4;

    internal override int GroupSize => Group;

    internal override bool AsksStart => true;

    // Each picture's reward as it is: the group in which it is held against others is not yet dealt.
    internal override bool IsShared => true;

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireWrongOnes();
        SettingException.Require("train.objective.group", Group, 2, 64);
        SettingException.Require(
            Beta > 0 && double.IsFinite(Beta), "train.objective.beta", Beta, "above 0");
    }

    internal override double Used(double weight) => weight;
}
