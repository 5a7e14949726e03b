using System.Text.Json.Serialization;
using Srum.Judging;
using Srum.Maps;

namespace Srum.Training;

/// <summary>
/// What a training minimises: one of a closed set of records, each with exactly the settings that it has. Which loss
/// belongs to which is said in one place, <see cref="ObjectiveLoss.Of"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Rendered), "rendered")]
[JsonDerivedType(typeof(Supervised), "supervised")]
[JsonDerivedType(typeof(Best), "best")]
[JsonDerivedType(typeof(Weighted), "weighted")]
[JsonDerivedType(typeof(Bounded), "bounded")]
[JsonDerivedType(typeof(Clipped), "clipped")]
[JsonDerivedType(typeof(Preference), "preference")]
public abstract record Objective
{
    private protected Objective()
    {
    }

    /// <summary>What a judge must be asked for it; nothing where it needs no rewards.</summary>
    [JsonIgnore]
    public JudgeQuestions Questions => this is not Rewarded rewarded ? 0
        : rewarded.Reward == RewardKind.Sample ? JudgeQuestions.Sample : JudgeQuestions.Dual;

    /// <summary>
    /// Its place from the plainest to the fullest: what a table shows first, and which of two systems is compared with
    /// the other.
    /// </summary>
    internal abstract int Rank { get; }

    /// <summary>
    /// Pictures of a prompt that must meet in a step, with the same flow time, noise and text dropout; 1 = each goes
    /// alone.
    /// </summary>
    internal virtual int GroupSize => 1;

    /// <summary>Whether its steps ask the start weights too, of which it keeps a copy.</summary>
    internal virtual bool AsksStart => false;

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public virtual void Validate()
    {
    }
}
