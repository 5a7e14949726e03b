using Srum.Evaluation;
using Srum.Maps;
using Srum.Shapes;

namespace Srum.Audits;

/// <summary>
/// How well a judge tells right from wrong on pictures that a model drew itself, every figure with its error over
/// prompts (<see cref="PromptBootstrap"/>), within prompts over those that have right and wrong pictures; null where
/// the pictures do not tell it. 0.5 is chance for each area.
/// </summary>
/// <param name="Rewards">
/// For each rule by name (<see cref="MapRule.All"/>) the area within prompts of the reward that trains under it, the
/// mean weight of its map, against whether all of the picture is right.
/// </param>
/// <param name="RewardPooled">That of the published rule over all pairs of pictures.</param>
/// <param name="OtherPrompt">
/// That of the published rule where the same pictures are judged for another prompt's words, within prompts: about 0.5
/// for a judge that compares.
/// </param>
/// <param name="Whole">Area within prompts of the whole-picture score against the same truth.</param>
/// <param name="WholePooled">The same over all pairs of pictures.</param>
/// <param name="Layout">
/// Area of the layout score against the truth about count, relation and background, over all pairs.
/// </param>
/// <param name="Regions">
/// Area of the regions' scores against the truth about each (<see cref="AuditedRegion.Right"/>), over all pairs.
/// </param>
/// <param name="Verdicts">The whole-picture score cut at 0.5: yes-bias and the rates it is made of.</param>
/// <param name="CalibrationError">Expected calibration error of the whole-picture score; null where no picture has one
/// beside its truth.</param>
/// <param name="Answered">Share of judgements that have a score after all tries.</param>
/// <param name="Pictures">Pictures that were judged.</param>
public sealed record JudgeScores(
    IReadOnlyDictionary<string, Estimate?> Rewards,
    Estimate? RewardPooled,
    Estimate? OtherPrompt,
    Estimate? Whole,
    Estimate? WholePooled,
    Estimate? Layout,
    Estimate? Regions,
    VerdictRates Verdicts,
    double? CalibrationError,
    double Answered,
    int Pictures)
{
    /// <summary>Prompts of which the evaluator could score a picture.</summary>
    public int ScoredPrompts { get; init; }

    /// <summary>
    /// Whether the reward of right pictures depends on where the object stands; null where that was not tried.
    /// </summary>
    public GroupBias? ByPlace { get; init; }

    /// <summary>
    /// Whether the reward of right pictures depends on the object's colour; null where that was not tried.
    /// </summary>
    public GroupBias? ByColour { get; init; }

    /// <summary>
    /// Where each rule puts the weight of these pictures, λ_c = 0.5 included; null where that was not measured.
    /// </summary>
    public IReadOnlyList<RuleBalance>? Weights { get; init; }

    /// <summary>Sums audits up.</summary>
    /// <param name="audit">
    /// Pictures of the shapes world judged for their own prompts, the whole picture asked for too.
    /// </param>
    /// <param name="mismatched">The same pictures judged for other prompts' words.</param>
    /// <param name="world">The world. Default: the shipped model's.</param>
    public static JudgeScores Of(JudgeAudit audit, JudgeAudit mismatched, World? world = null)
    {
        // As unanswered ones are counted: each region, and the layout and the whole picture where they were asked for.
        var asked = audit.Pictures.Sum(
            picture => picture.Judged.Regions.Count + (picture.Judged.Layout is null ? 0 : 1)
                + (picture.Judged.Sample is null ? 0 : 1));
        return new JudgeScores(
            MapRule.All.ToDictionary(rule => rule.Name, rule => Within(audit.RewardsUnder(rule))),
            Pooled(audit.Rewards),
            Within(mismatched.Rewards),
            Within(audit.Verdicts),
            Pooled(audit.Verdicts),
            Pooled([.. audit.Pictures.Select(picture => OfLayout(picture, world)).OfType<ScoredTruth>()]),
            Pooled([.. AuditedRegion.Of(audit.Pictures, world).Select(OfRegion).OfType<ScoredTruth>()]),
            VerdictRates.Of(audit.Verdicts),
            audit.Verdicts.Count == 0 ? null : Calibration.Of(audit.Verdicts).Error,
            asked == 0 ? 1 : 1 - ((double)audit.Unanswered / asked),
            audit.Pictures.Count)
        {
            ScoredPrompts = audit.Pictures.Where(picture => picture.Truth is not null)
                .Select(picture => picture.Prompt.Id).Distinct().Count(),
        };

        static Estimate? Within(IReadOnlyList<ScoredTruth> items) =>
            PromptBootstrap.Of(Auc.Telling(items), Auc.WithinPrompts);

        static Estimate? Pooled(IReadOnlyList<ScoredTruth> items) => PromptBootstrap.Of(items, Auc.Pooled);
    }

    private static ScoredTruth? OfLayout(AuditedPicture picture, World? world) =>
        picture.Judged.Layout?.Score is { } score
        && PromptParser.Parse(picture.Prompt.Text, world: world) is { } prompt
            ? new ScoredTruth(
                picture.Prompt.Id, score, SceneOracle.Truth(prompt, picture.Picture, world).Check.LayoutHolds)
            : null;

    private static ScoredTruth? OfRegion(AuditedRegion region) =>
        region.Judged.RewardScore is { } score ? new ScoredTruth(region.Picture.Prompt.Id, score, region.Right) : null;
}
