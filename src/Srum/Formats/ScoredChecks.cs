using Srum.Judging;

namespace Srum.Formats;

/// <summary>Looks at scored lines one by one and keeps what it finds.</summary>
internal sealed class ScoredChecks
{
    // More regions than any launcher asks about.
    private const int MostRegions = 64;

    private readonly List<(AuditKind Kind, JsonLine Line, string Words)> found = [];
    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);

    public void Add(AuditKind kind, JsonLine line, string words) => found.Add((kind, line, words));

    /// <summary>Every kind, with its first places.</summary>
    public IReadOnlyList<AuditFinding> Findings(int shown)
    {
        var byKind = found.ToLookup(item => item.Kind);
        return [.. Enum.GetValues<AuditKind>().Select(kind => new AuditFinding(
            kind,
            byKind[kind].Count(),
            byKind[kind].DistinctBy(item => item.Line.Place).Count(),
            [.. byKind[kind].Take(shown).Select(item => $"line {item.Line.Number}: {item.Words}")]))];
    }

    /// <summary>Looks at a line.</summary>
    /// <param name="line">Where it stands.</param>
    /// <param name="record">What it says.</param>
    /// <param name="size">The size of its picture; null = unknown.</param>
    public void Look(JsonLine line, ScoredLine record, (int Width, int Height)? size)
    {
        if (!seen.TryAdd(record.PictureFile, line.Number))
        {
            Add(AuditKind.Repeated, line, $"{record.PictureFile} is judged in line {seen[record.PictureFile]} already");
        }

        Scores(line, record);
        Boxes(line, record, size);
        Reply(line, record);
    }

    private void Scores(JsonLine line, ScoredLine record)
    {
        var layout = record.Json.Field("global_layout_reward");
        if (ScoredLine.IsFailure(layout, "global_layout_score"))
        {
            Add(AuditKind.LayoutZeroed, line, layout.Text("reason")!);
        }
        else if (layout.Number("global_layout_score") == 0)
        {
            Add(AuditKind.TrueNeutral, line, layout.Text("reason") ?? "no reason given");
        }

        foreach (var region in record.Regions.Where(region => region.IsFailure))
        {
            Add(AuditKind.RegionZeroed, line, region.Reason!);
        }

        foreach (var score in record.Regions.Select(region => region.Written)
            .Append(layout.Number("global_layout_score")).Where(score => Math.Abs(score ?? 0) > 1))
        {
            Add(AuditKind.OutOfRange, line, FormattableString.Invariant($"score {score}"));
        }
    }

    private void Boxes(JsonLine line, ScoredLine record, (int Width, int Height)? size)
    {
        foreach (var region in record.Regions.Where(region => region.Box is null))
        {
            Add(AuditKind.NoBox, line,
                $"box {region.Json.Field("bbox")} of '{region.Object}'"
                + (region.Written is null ? ", without a score" : ""));
        }

        if (size is { } actual && record.JudgedSize is { } judged && judged != actual)
        {
            Add(AuditKind.BoxesMisscaled, line,
                $"{record.Regions.Count} boxes in a picture of {judged.Width} × {judged.Height}, "
                + $"now {actual.Width} × {actual.Height}");
        }

        if ((record.JudgedSize ?? size) is { } within)
        {
            foreach (var region in record.Regions.Where(region => region.Box is { } box
                && (box.Left < 0 || box.Top < 0 || box.Right > within.Width || box.Bottom > within.Height)))
            {
                Add(AuditKind.BoxOutside, line,
                    $"box {region.Json.Field("bbox")} in a picture of {within.Width} × {within.Height}");
            }
        }
    }

    /// <summary>Holds the entries against what the reply says, read tolerantly.</summary>
    private void Reply(JsonLine line, ScoredLine record)
    {
        if (string.IsNullOrWhiteSpace(record.Reply))
        {
            return;
        }

        if (record.IsSample)
        {
            Compare(line, record.Regions[0], JudgeReplyParser.Sample(record.Reply).Score);
            return;
        }

        var told = JudgeReplyParser.Regions(record.Reply, MostRegions)
            .Where(region => region.Score is not null || region.Object is not null).ToList();
        foreach (var entry in record.Regions)
        {
            // Entries keep the order of the regions; a reply that skips some still names the object.
            var at = told.FindIndex(region => Same(region.Object, entry.Object));
            at = at >= 0 ? at : told.FindIndex(region => region.Score is not null && region.Score == entry.Score);
            Compare(line, entry, at >= 0 ? told[at].Score : null);
            if (at >= 0)
            {
                told.RemoveAt(at);
            }
        }

        foreach (var region in told)
        {
            Add(
                region.Score is null ? AuditKind.RegionUnanswered : AuditKind.RegionLost, line,
                FormattableString.Invariant(
                    $"region {region.Region}, '{region.Object}', score {region.Score?.ToString() ?? "none"}"));
        }
    }

    private void Compare(JsonLine line, ScoredLineRegion entry, double? told)
    {
        if (entry.Score is { } score && score != told)
        {
            Add(AuditKind.ScoreInvented, line, FormattableString.Invariant(
                $"score {score} of '{entry.Object}', where the reply gives {(told is null ? "none" : $"{told}")}"));
        }
    }

    private static bool Same(string? a, string? b) => a is not null && b is not null && Plain(a) == Plain(b);

    // Upstream keeps marks of emphasis and quotation that the tolerant reader takes off.
    private static string Plain(string text) => text.Trim(' ', '*', '_', '`', '"', '\'', '.', '\t').ToLowerInvariant();
}
