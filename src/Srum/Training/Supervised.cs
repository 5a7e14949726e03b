namespace Srum.Training;

/// <summary>
/// Supervised fine-tuning (SFT) on the model's own pictures: every token weighs 1, and nothing is rewarded.
/// </summary>
public sealed record Supervised : Objective
{
    internal override int Rank => 1;
}
