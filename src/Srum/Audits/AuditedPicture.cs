using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;

namespace Srum.Audits;

/// <summary>A picture with what the judge said of it and what is true of it.</summary>
/// <param name="Prompt">The prompt that it was made for.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Judged">Everything that the judge said.</param>
/// <param name="Truth">The evaluator's score; null = none.</param>
public sealed record AuditedPicture(EvaluationPrompt Prompt, Picture Picture, JudgeRecord Judged, PictureScore? Truth)
{
    /// <summary>
    /// The reward that trains: the mean weight of the published map, in [0, 1]; null where the layout is unanswered.
    /// </summary>
    public double? Reward => RewardUnder(MapRule.Published);

    /// <summary>The mean weight of another rule's map; null where the layout is unanswered.</summary>
    /// <param name="rule">The rule.</param>
    public double? RewardUnder(MapRule rule) => DualReward.From(Judged, Picture.Width, Picture.Height) is { } reward
        ? RewardMap.Paint(rule, Picture.Width, Picture.Height, reward).Mean
        : null;

    /// <summary>
    /// The whole-picture score as a probability of being right, (s + 1)/2; null = unanswered or not asked.
    /// </summary>
    public double? Whole => (Judged.Sample?.Score + 1) / 2;
}
