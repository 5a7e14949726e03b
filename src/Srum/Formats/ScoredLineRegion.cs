using System.Text.Json;
using Srum.Imaging;
using Srum.Maps;

namespace Srum.Formats;

/// <summary>One entry of a scored line's <c>vlm_rewards</c>.</summary>
/// <param name="Object">What the judge saw there; null where the entry has none.</param>
/// <param name="Box">
/// Its pixels in the judged picture, as the published trainer reads them; null where they are no box.
/// </param>
/// <param name="Score">In [-1, 1]; null = it failed, is missing, or is no number that a judgement can be.</param>
/// <param name="Reason">Why; null where the entry has none.</param>
/// <param name="Json">The entry as it is: with the mask's area, the 0–1 score and whatever else it holds.</param>
public sealed record ScoredLineRegion(string? Object, PixelBox? Box, double? Score, string? Reason, JsonElement Json)
{
    /// <summary>Whether this is the 0 that upstream writes where it could read no answer.</summary>
    public bool IsFailure => ScoredLine.IsFailure(Json, "score");

    /// <summary>The score as it stands in the file; null where there is no number.</summary>
    public double? Written => Json.Number("score");

    internal static ScoredLineRegion Read(JsonElement entry) => new(
        entry.Text("identified_object"),
        PublishedRewards.Pixels(entry.Field("bbox")),
        ScoredLine.Score(entry, "score"),
        entry.Text("reason"),
        entry);
}
