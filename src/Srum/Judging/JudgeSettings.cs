using System.Text.Json.Serialization;
using Srum.Regions.Sam;

namespace Srum.Judging;

/// <summary>
/// Who judges, where it looks and how its replies are read; what it is asked follows from the objective that its scores
/// are for (<see cref="JudgeQuestions"/>). One of a closed set of records, each with exactly the settings that it has.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "by")]
[JsonDerivedType(typeof(OwnJudgeSettings), "own")]
[JsonDerivedType(typeof(TruthJudgeSettings), "truth")]
[JsonDerivedType(typeof(EndpointJudgeSettings), "endpoint")]
public abstract record JudgeSettings
{
    private protected JudgeSettings()
    {
    }

    /// <summary>
    /// Most regions a picture, largest first. Default 5 (the released single-process default; its launcher uses 10).
    /// </summary>
    public int MaxRegions { get; init; } = 5;

    /// <summary>
    /// Who proposes regions: <c>segments</c> (default: whatever differs from the background and hangs together),
    /// <c>grounding</c> (the model itself), <c>sam</c> (<see cref="Sam"/>), or a file of boxes.
    /// </summary>
    public string Proposer { get; init; } = "segments";

    /// <summary>
    /// Files and constants of a segment-anything model, which <c>sam</c> needs; null (default) = none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SamSettings? Sam { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public virtual void Validate()
    {
        SettingException.Require(MaxRegions >= 1, "judge.maxRegions", MaxRegions, "at least 1");
        SettingException.Require(Proposer.Length > 0, "judge.proposer", "empty", "segments, grounding, sam or a file");
        SettingException.Require(
            Proposer != "sam" || Sam is not null, "judge.proposer", "sam",
            "with judge.sam.encoder and judge.sam.decoder");
        SettingException.Require(
            Proposer == "sam" || Sam is null, "judge.sam", "set", "left out unless judge.proposer is sam");
        Sam?.Validate();
    }
}
