using Srum.Maps;

namespace Srum.Training;

/// <summary>
/// The bounded negative branch (<see cref="SrumLoss.Bounded"/>): learns towards good pictures and away from bad ones,
/// and holds on to the start weights by itself, so that it has no constraint. A weight is a reward r in [0, 1] with ½
/// neutral: under a signed rule (1 + w)/2, cut to [0, 1]. Each step also asks the start weights, which costs one pass
/// without gradient and a copy of the trained weights. Not in the paper.
/// </summary>
public sealed record Bounded : Rewarded
{
    /// <summary>
    /// Whether all tokens of a picture share one reward, and how it is held against the prompt's other pictures.
    /// Default none: each token has its own.
    /// </summary>
    public PictureShare Share { get; init; }

    internal override int Rank => 3;

    internal override double? WantedMean => null;

    internal override bool IsShared => Share != PictureShare.None;

    // A signed weight is neutral at 0.
    internal override double Used(double weight) => Math.Clamp(Map.IsSigned ? (1 + weight) / 2 : weight, 0, 1);

    internal override double[] Shared(IReadOnlyList<(string Prompt, double Reward)> pictures) => Share switch
    {
        PictureShare.Rank => PromptAdvantage.Ranks(pictures),
        PictureShare.Standard => PromptAdvantage.Standardised(pictures),
        _ => [.. pictures.Select(picture => picture.Reward)],
    };
}
