using Srum.Judging;

namespace Srum.Formats;

/// <summary>A scored line that an import takes.</summary>
/// <param name="Scored">The line.</param>
/// <param name="Path">Its picture.</param>
/// <param name="Judged">The size of the picture that was judged, in whose pixels the boxes are.</param>
/// <param name="Regions">Its regions with a usable box.</param>
internal sealed record ImportedLine(
    ScoredLine Scored, string Path, (int Width, int Height) Judged, IReadOnlyList<ScoredLineRegion> Regions)
{
    /// <summary>The line as a record of this project's judge.</summary>
    public JudgeRecord Record(string promptId, string prompt, string file)
    {
        JudgeReply[] replies = Scored.Reply is { Length: > 0 } reply
            ? [new(Scored.IsSample ? "sample" : "regions", 1, reply)] : [];
        if (Scored.IsSample)
        {
            var whole = Scored.Regions[0];
            return new JudgeRecord(
                promptId, prompt, file, [], null, new SampleJudgement(whole.Score, whole.Reason, whole.Object),
                whole.Score is null ? 1 : 0, replies);
        }

        JudgedRegion[] regions = [.. Regions.Select(region => new JudgedRegion(
            region.Box!.Value.Clipped(Judged.Width, Judged.Height).Relative(Judged.Width, Judged.Height),
            region.Object, region.Score, region.Reason, Keywords.Match(region.Object, prompt)))];
        var layout = Scored.LayoutAsked ? Scored.Layout ?? new LayoutJudgement(null, null) : null;
        return new JudgeRecord(
            promptId, prompt, file, regions, layout, null,
            regions.Count(region => region.Score is null) + (Scored.LayoutFailed ? 1 : 0), replies);
    }
}
