using Srum.Imaging;

namespace Srum.Judging;

/// <summary>One region with its judgement.</summary>
/// <param name="Box">Where it lies, relative to the picture.</param>
/// <param name="Object">What the judge saw there.</param>
/// <param name="Score">In [-1, 1]; null = unanswered.</param>
/// <param name="Reason">Why.</param>
/// <param name="Relevant">
/// False where the named object shares no keyword with the prompt. A score above 0 then counts as 0 in the reward
/// map; a negative one counts in full (see <see cref="RewardScore"/>).
/// </param>
public sealed record JudgedRegion(Box Box, string? Object, double? Score, string? Reason, bool Relevant)
{
    /// <summary>
    /// The score that the reward map uses: an irrelevant region is neutral where harmless; null = unanswered.
    /// </summary>
    public double? RewardScore => Relevant || Score is null ? Score : Math.Min(0, Score.Value);
}
