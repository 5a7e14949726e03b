using Srum.Imaging;
using Srum.Judging;

namespace Srum.Maps;

/// <summary>What a reward map is made of: local scores and one for the whole (SRUM's dual reward).</summary>
/// <param name="Regions">The scored regions; none is a map of background.</param>
/// <param name="Layout">Layout score g, which scales the map by α(g); null leaves the map unscaled.</param>
public sealed record DualReward(IReadOnlyList<ScoredRegion> Regions, double? Layout)
{
    /// <summary>
    /// The reward of a judged picture at the size at which it is trained: boxes are rescaled, unanswered regions left
    /// out, regions that the prompt does not mention count only where they are bad: elsewhere they are neutral, and
    /// left out where a sign is all that counts, of which none is neutral.
    /// </summary>
    /// <param name="record">The judge's record.</param>
    /// <param name="width">Width of the map in pixels.</param>
    /// <param name="height">Height of the map in pixels.</param>
    /// <param name="kind">Which judgements count.</param>
    /// <returns>
    /// Null where the judgement that the kind needs is unanswered: the picture must not be trained on.
    /// </returns>
    public static DualReward? From(JudgeRecord record, int width, int height, RewardKind kind = RewardKind.Dual)
    {
        var regions = record.Regions
            .Where(r => r.RewardScore is not null && (kind != RewardKind.Sparse || r.Relevant || r.RewardScore < 0))
            .Select(r => new ScoredRegion(PixelBox.From(r.Box, width, height), r.RewardScore!.Value)).ToList();
        return (kind, record.Layout?.Score, record.Sample?.Score) switch
        {
            (RewardKind.Local, _, _) => new DualReward(regions, Layout: 0),
            (RewardKind.Sample, _, { } sample) =>
                new DualReward([new(new PixelBox(0, 0, width, height), sample)], null),
            (RewardKind.Sample, _, null) or (_, null, _) => null,
            (RewardKind.Global, { } layout, _) => new DualReward([], layout),
            (RewardKind.Sparse, { } layout, _) =>
                new DualReward([.. regions.Select(r => r with { Score = r.Score > 0 ? 1 : -1 })], layout),
            (_, { } layout, _) => new DualReward(regions, layout),
        };
    }
}
