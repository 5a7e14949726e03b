using System.Text.Json.Serialization;
using Srum.Maps;

namespace Srum.Training;

/// <summary>
/// What objectives have that learn towards good tokens and away from bad ones. A weight is a reward r in [0, 1] with ½
/// neutral: under a signed rule (1 + w)/2, cut to [0, 1].
/// </summary>
public abstract record TwoSided : Rewarded
{
    private protected TwoSided()
    {
    }

    /// <summary>
    /// Whether all tokens of a picture share one reward, and how it is held against the prompt's other pictures.
    /// Default none: each token has its own.
    /// </summary>
    public PictureShare Share { get; init; }

    /// <summary>
    /// Scales the rewards so that their mean over the pixels of all examples is this, before they are cut to [0, 1]; ½
    /// pushes away as much as it pulls. Rules differ in how much reward they give: under the dense rule regions alone,
    /// or the layout alone, never pass ½, and nothing would be learnt towards. Default null = the rewards as they are.
    /// A signed rule, whose weights lie around 0, and pictures of one reward each cannot be scaled. It is not written
    /// where it is null, so that what was begun before there was such a setting goes on.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MeanReward { get; init; }

    // The cap keeps a weighted loss bounded, which these are without it.
    private protected sealed override MapRule Painted => Map with { NegativeCap = null };

    internal sealed override int Rank => 4;

    internal sealed override bool AsksStart => true;

    internal sealed override double? WantedMean => MeanReward;

    internal sealed override bool IsShared => Share != PictureShare.None;

    /// <inheritdoc/>
    public override void Validate()
    {
        RequireWrongOnes();
        const string Name = "train.objective.meanReward";
        SettingException.Require(MeanReward is null or (> 0 and < 1), Name, MeanReward, "above 0 and below 1");
        SettingException.Require(
            MeanReward is null || (!Map.IsSigned && !IsShared), Name, MeanReward,
            "left out where the map is signed or a picture has one reward");
    }

    // A signed weight is neutral at 0.
    internal sealed override double Used(double weight) => Math.Clamp(Map.IsSigned ? (1 + weight) / 2 : weight, 0, 1);

    internal sealed override double[] Shared(IReadOnlyList<(string Prompt, double Reward)> pictures) => Share switch
    {
        PictureShare.Centred => PromptAdvantage.Centred(pictures),
        PictureShare.Rank => PromptAdvantage.Ranks(pictures),
        PictureShare.Standard => PromptAdvantage.Standardised(pictures),
        PictureShare.Gentle => PromptAdvantage.Standardised(pictures, reach: 5),
        _ => base.Shared(pictures),
    };
}
