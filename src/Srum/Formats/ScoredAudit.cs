using Srum.Imaging;
using Srum.Maps;

namespace Srum.Formats;

/// <summary>
/// What a scored file holds and what training would make of it, found without a model: by the file alone, and, where
/// they are given, by the sizes of its pictures and the prompts of its rollout.
/// </summary>
public sealed record ScoredAudit
{
    /// <summary>Most places told of each kind.</summary>
    private const int Shown = 20;

    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Its lines.</summary>
    public required int Lines { get; init; }

    /// <summary>Lines that can be read.</summary>
    public required int Records { get; init; }

    /// <summary>Whether pictures were looked at; else boxes are held against the layout's own.</summary>
    public required bool HasPictures { get; init; }

    /// <summary>Regions in the file.</summary>
    public required int Regions { get; init; }

    /// <summary>What was found, by kind, every kind with its count, 0 too.</summary>
    public required IReadOnlyList<AuditFinding> Findings { get; init; }

    /// <summary>Lines that training would see.</summary>
    public required int Trained { get; init; }

    /// <summary>Lines that it would not see, by reason.</summary>
    public required IReadOnlyDictionary<DropReason, int> Dropped { get; init; }

    /// <summary>What the map's floor does to the contrast.</summary>
    public required MapContrast Contrast { get; init; }

    /// <summary>Audits a file.</summary>
    /// <param name="path">The scored file.</param>
    /// <param name="pictures">The folder of its pictures, of which the sizes alone are read; null = unknown.</param>
    /// <param name="rollout">
    /// The rollout metadata that the formatter would take prompts from, of several lines of a picture the last; null or
    /// none = every picture has its prompt.
    /// </param>
    /// <exception cref="SrumException">A file cannot be read, or the scored one has no line.</exception>
    public static ScoredAudit Of(string path, string? pictures = null, IReadOnlyList<string>? rollout = null)
    {
        var lines = JsonLines.Read(path);
        if (lines.Count == 0)
        {
            throw new SrumException($"{path} has no line. Name a scored file, one JSON object a line.");
        }

        var (checks, records, contrast) = (new ScoredChecks(), new List<ScoredLine>(), new List<PictureContrast>());
        foreach (var line in lines)
        {
            if (Read(line, ScoredLine.Read, AuditKind.Unreadable, checks) is { } record)
            {
                records.Add(record);
                var size = pictures is null ? null : SizeOf(pictures, record, line, checks);
                checks.Look(line, record, size);
                if (Reward(record, size) is { } reward)
                {
                    contrast.Add(PictureContrast.Of(reward.Reward, reward.Size.Width, reward.Size.Height));
                }
            }
        }

        var prompts = rollout is { Count: > 0 }
            ? rollout.SelectMany(JsonLines.Read)
                .Select(line => Read(line, RolloutLine.Read, AuditKind.RolloutUnreadable, checks)).OfType<RolloutLine>()
            : records.Select(record => new RolloutLine(record.PictureFile, record.Prompt, null, null, null, default));
        var formatted = TrainingFormat.Of(records.Select(record => record.Json), prompts)
            .Select(line => line.Training is { } training && PublishedRewards.Read(Element(training)) is null
                ? line with { Training = null, Dropped = DropReason.Untrainable } : line).ToArray();
        return new ScoredAudit
        {
            File = path,
            Lines = lines.Count,
            Records = records.Count,
            HasPictures = pictures is not null,
            Regions = records.Sum(record => record.IsSample ? 0 : record.Regions.Count),
            Findings = checks.Findings(Shown),
            Trained = formatted.Count(line => line.Training is not null),
            Dropped = formatted.Where(line => line.Dropped is not null).CountBy(line => line.Dropped!.Value)
                .OrderBy(reason => reason.Key).ToDictionary(reason => reason.Key, reason => reason.Value),
            Contrast = MapContrast.Of(contrast),
        };
    }

    private static T? Read<T>(JsonLine line, Func<JsonLine, T> read, AuditKind fault, ScoredChecks checks)
        where T : class
    {
        try
        {
            return read(line);
        }
        catch (SrumException wrong)
        {
            checks.Add(fault, line, wrong.Message);
            return null;
        }
    }

    private static (int Width, int Height)? SizeOf(
        string pictures, ScoredLine record, JsonLine line, ScoredChecks checks)
    {
        try
        {
            if (PictureFile.Size(RecordedFile.Inside(pictures, record.PictureFile)) is { } size)
            {
                return size;
            }

            checks.Add(AuditKind.NoPicture, line, $"{record.PictureFile} is not there, or is no picture");
        }
        catch (SrumException wrong)
        {
            checks.Add(AuditKind.NoPicture, line, wrong.Message);
        }

        return null;
    }

    /// <summary>
    /// The reward as it is meant: boxes in the pixels of the picture that was judged, failed judgements without a
    /// score.
    /// </summary>
    private static (DualReward Reward, (int Width, int Height) Size)? Reward(
        ScoredLine record, (int Width, int Height)? size) =>
        (record.JudgedSize ?? size) is { } judged && !record.IsSample && record.Layout?.Score is { } layout
            ? (new DualReward([.. record.Usable(judged).Where(region => region.Score is not null)
                .Select(region => new ScoredRegion(
                    region.Box!.Value.Clipped(judged.Width, judged.Height), region.Score!.Value))], layout), judged)
            : null;

    private static System.Text.Json.JsonElement Element(System.Text.Json.Nodes.JsonNode node) =>
        System.Text.Json.JsonSerializer.SerializeToElement(node);
}
