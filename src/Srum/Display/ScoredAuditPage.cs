using System.Globalization;
using Srum.Formats;

namespace Srum.Display;

/// <summary>The page of a scored file's audit.</summary>
public static class ScoredAuditPage
{
    private static readonly Dictionary<AuditKind, string> Words = new()
    {
        [AuditKind.Unreadable] = "lines that cannot be read",
        [AuditKind.RolloutUnreadable] = "rollout lines that cannot be read",
        [AuditKind.NoPicture] = "pictures that are not there",
        [AuditKind.Repeated] = "pictures judged twice",
        [AuditKind.RegionLost] = "regions lost though the reply scores them",
        [AuditKind.RegionUnanswered] = "regions lost without a readable score",
        [AuditKind.ScoreInvented] = "scores that the reply does not give",
        [AuditKind.LayoutZeroed] = "failed layout judgements written as 0",
        [AuditKind.RegionZeroed] = "failed regions or whole pictures written as 0",
        [AuditKind.TrueNeutral] = "true neutrals of 0, dropped as failures",
        [AuditKind.OutOfRange] = "scores outside −1 to 1",
        [AuditKind.NoBox] = "boxes that are none",
        [AuditKind.BoxOutside] = "boxes that reach out of their picture",
        [AuditKind.BoxesMisscaled] = "pictures whose boxes are in another resolution",
    };

    // What changes what is learnt, and so is worth a sentence.
    private static readonly AuditKind[] Told =
    [
        AuditKind.RegionLost, AuditKind.ScoreInvented, AuditKind.LayoutZeroed, AuditKind.RegionZeroed,
        AuditKind.BoxesMisscaled,
    ];

    private static readonly Dictionary<DropReason, string> Reasons = new()
    {
        [DropReason.LayoutFailed] = "the layout's judgement failed",
        [DropReason.LayoutZero] = "the layout's score is a true 0",
        [DropReason.NoPrompt] = "the rollout file does not name the picture",
        [DropReason.Malformed] = "the rewards are no list of objects",
        [DropReason.Empty] = "neither layout nor region is left",
        [DropReason.Untrainable] = "a score is no number",
    };

    /// <summary>The page.</summary>
    public static string ToHtml(ScoredAudit audit) => new ReportPage(new ReportContent
    {
        Name = Path.GetFileName(audit.File),
        Kind = "a scored file, audited without a model",
        Facts =
        [
            new("Lines", Count(audit.Lines)),
            new("Readable", Count(audit.Records)),
            new("Regions", Count(audit.Regions)),
            new("Pictures", audit.HasPictures ? "sizes compared" : "not looked at"),
        ],
        Findings = Sentences(audit),
        Scores = [Kinds(audit), Drops(audit), Examples(audit)],
    }).ToHtml();

    /// <summary>What matters, a sentence each.</summary>
    public static IReadOnlyList<string> Sentences(ScoredAudit audit) =>
    [
        Training(audit),
        .. audit.Findings.Where(finding => finding.Count > 0 && Told.Contains(finding.Kind))
            .Select(finding => $"{Count(finding.Count)} {Words[finding.Kind]}, on {Count(finding.Lines)} lines."),
        Floor(audit.Contrast),
    ];

    private static string Training(ScoredAudit audit)
    {
        var dropped = audit.Dropped
            .Select(reason => $"{Count(reason.Value)} it would not, because {Reasons[reason.Key]}");
        return $"Training would see {Count(audit.Trained)} of {Count(audit.Records)} readable lines"
            + (audit.Dropped.Count == 0 ? "." : $"; {string.Join(", ", dropped)}.");
    }

    private static string Floor(MapContrast contrast) => contrast.Pictures == 0
        ? "No picture has a layout score and a known size, so that nothing can be said of the map."
        : $"The map's floor hides {Count(contrast.Negative)} of {Count(contrast.Regions)} regions, those below 0: "
            + $"on average it lifts {Percent(contrast.HiddenArea)} of a picture, and weights spread by "
            + $"{Number(contrast.Spread)} instead of {Number(contrast.SpreadWithoutFloor)}"
            + (contrast.Gap is { } gap && contrast.GapWithoutFloor is { } bare
                ? $"; where a picture has good and bad regions ({Count(contrast.PicturesWithBoth)}), good ones weigh "
                    + $"{Number(gap)} more than bad ones instead of {Number(bare)}."
                : ".");

    /// <summary>The counts by kind.</summary>
    public static FactTable Kinds(ScoredAudit audit) => new(
        ["what", "count", "lines"],
        [.. audit.Findings.Select(
            finding => (IReadOnlyList<string>)[Words[finding.Kind], Count(finding.Count), Count(finding.Lines)])]);

    private static FactTable Drops(ScoredAudit audit) => new(
        ["in training", "lines"],
        [["seen", Count(audit.Trained)], .. audit.Dropped.Select(
            reason => (IReadOnlyList<string>)[$"dropped: {Reasons[reason.Key]}", Count(reason.Value)])]);

    private static FactTable Examples(ScoredAudit audit) => new(
        ["what", "where"],
        [.. audit.Findings.SelectMany(finding =>
            finding.Examples.Select(example => (IReadOnlyList<string>)[Words[finding.Kind], Short(example)]))],
        "The first places of each kind; the JSON has as many, in full.");

    private static string Short(string text) => text.Length > 240 ? text[..240] + "…" : text;

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
