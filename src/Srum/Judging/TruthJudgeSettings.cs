namespace Srum.Judging;

/// <summary>
/// The truth judges in the model's place, which is no self-rewarding: it measures what a judge is worth. Only worlds
/// with an oracle have a truth.
/// </summary>
public sealed record TruthJudgeSettings : JudgeSettings
{
    /// <summary>Chance in [0, 1] that a score is turned around: 0 (default) is the truth, 0.5 a coin.</summary>
    public double Flipped { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        SettingException.Require("judge.flipped", Flipped, 0, 1);
    }
}
