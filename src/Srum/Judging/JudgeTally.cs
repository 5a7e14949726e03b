namespace Srum.Judging;

/// <summary>What a round prints about its judgements, so that nothing is lost in silence.</summary>
/// <param name="Pictures">Judged pictures.</param>
/// <param name="WithoutWhole">Pictures without their <see cref="JudgeRecord.Decisive"/> score: not trained on.</param>
/// <param name="Regions">Judged regions.</param>
/// <param name="UnansweredRegions">Regions without a score: left out of the map.</param>
/// <param name="IrrelevantRegions">Regions whose object the prompt does not mention.</param>
public sealed record JudgeTally(int Pictures, int WithoutWhole, int Regions, int UnansweredRegions, int IrrelevantRegions)
{
    /// <summary>Counts over records.</summary>
    public static JudgeTally Of(IEnumerable<JudgeRecord> records) =>
        records.Aggregate(new JudgeTally(0, 0, 0, 0, 0), (tally, record) => new JudgeTally(
            tally.Pictures + 1,
            tally.WithoutWhole + (record.Decisive is null ? 1 : 0),
            tally.Regions + record.Regions.Count,
            tally.UnansweredRegions + record.Regions.Count(r => r.Score is null),
            tally.IrrelevantRegions + record.Regions.Count(r => !r.Relevant)));
}
