namespace Srum.Judging;

/// <summary>What a round prints about its judgements, so that nothing is lost in silence.</summary>
/// <param name="Pictures">Judged pictures.</param>
/// <param name="NotTrained">
/// Pictures without the score that a training needs (<see cref="JudgeRecord.Needed"/>).
/// </param>
/// <param name="Regions">Judged regions.</param>
/// <param name="UnansweredRegions">Regions without a score: left out of the map.</param>
/// <param name="IrrelevantRegions">Regions whose object the prompt does not mention.</param>
public sealed record JudgeTally(
    int Pictures, int NotTrained, int Regions, int UnansweredRegions, int IrrelevantRegions)
{
    /// <summary>Scores of regions, layouts and whole pictures that name neither what was seen nor a reason.</summary>
    public int BareScores { get; init; }

    /// <summary>Pictures whose prompt speaks to the judge (<see cref="SteeringPrompt"/>).</summary>
    public int SteeringPrompts { get; init; }

    /// <summary>Counts over records.</summary>
    /// <param name="records">The records.</param>
    /// <param name="asked">What the judge is asked for the reward; 0 (default) = all that it was asked.</param>
    public static JudgeTally Of(IEnumerable<JudgeRecord> records, JudgeQuestions asked = 0) =>
        records.Aggregate(new JudgeTally(0, 0, 0, 0, 0), (tally, record) => new JudgeTally(
            tally.Pictures + 1,
            tally.NotTrained + (record.Needed(asked) is null ? 1 : 0),
            tally.Regions + record.Regions.Count,
            tally.UnansweredRegions + record.Regions.Count(r => r.Score is null),
            tally.IrrelevantRegions + record.Regions.Count(r => !r.Relevant))
        {
            BareScores = tally.BareScores + Bare(record),
            SteeringPrompts = tally.SteeringPrompts + (SteeringPrompt.Is(record.Prompt) ? 1 : 0),
        });

    // The forms that are asked for have a reason with each score; the truth gives none, and writes no replies.
    private static int Bare(JudgeRecord record) => record.Replies.Count == 0 ? 0
        : record.Regions.Count(region => region is { Score: not null, Object: null, Reason: null })
            + (record.Layout is { Score: not null, Reason: null } ? 1 : 0)
            + (record.Sample is { Score: not null, Reason: null, Impression: null } ? 1 : 0);
}
