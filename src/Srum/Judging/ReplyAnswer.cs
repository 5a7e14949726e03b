namespace Srum.Judging;

/// <summary>What one place of a reply (a region's lines, a JSON object) holds.</summary>
/// <param name="Region">The number of the region it names; null where it names none.</param>
internal sealed record ReplyAnswer(int? Region)
{
    /// <summary>Every number given as a score, before the range is applied.</summary>
    public List<double> Scores { get; } = [];

    /// <summary>What was seen.</summary>
    public string? Object { get; set; }

    /// <summary>The reason given.</summary>
    public string? Reason { get; set; }

    /// <summary>The impression given.</summary>
    public string? Impression { get; set; }
}
