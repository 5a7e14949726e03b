using System.Text.Json;
using Srum.Judging;
using Srum.Maps;

namespace Srum.Formats;

/// <summary>
/// A line of the published scored file: what a judge said about one picture, read honestly. Where upstream wrote a
/// failed judgement as 0, or a number that no judgement can be, there is no score.
/// </summary>
/// <param name="PictureFile">The picture's name in its folder; boxes are pixels of it.</param>
/// <param name="Prompt">The judged prompt.</param>
/// <param name="Regions">The regions with a judgement, largest first.</param>
/// <param name="Layout">The layout judgement; null where it failed or was not asked for.</param>
/// <param name="LayoutAsked">Whether the layout was asked about.</param>
/// <param name="Reply">
/// The reply about the regions (or the whole picture), word for word; null where it was not kept.
/// </param>
/// <param name="Json">The line as it is, with the fields that nothing here reads.</param>
public sealed record ScoredLine(
    string PictureFile, string Prompt, IReadOnlyList<ScoredLineRegion> Regions, LayoutJudgement? Layout,
    bool LayoutAsked, string? Reply, JsonElement Json)
{
    /// <summary>How the reason begins that upstream writes beside the 0 of a judgement that failed.</summary>
    internal const string FailedReason = "VLM failed";

    // Far more than any launcher asks about; what is computed of them grows with their number's cube.
    private const int MostRegions = 1024;

    /// <summary>Whether the layout was asked about without a usable answer.</summary>
    public bool LayoutFailed => LayoutAsked && Layout is null;

    /// <summary>
    /// Where the layout judgement says that the picture ends: the size of the picture that was judged.
    /// </summary>
    public (int Width, int Height)? JudgedSize =>
        Whole(Json.Field("global_layout_reward")) ?? (IsSample ? Whole(Json.Field("vlm_rewards")[0]) : null);

    /// <summary>
    /// Whether the one entry judges the picture as a whole (the ablation's "sample reward"), which nothing but its form
    /// tells: no layout was asked for, the entry begins at the corner, its area is that of its box (a region's is its
    /// mask's), and the reply numbers no regions.
    /// </summary>
    public bool IsSample => !LayoutAsked && Regions is [{ Box: { Left: 0, Top: 0 } box } only]
        && only.Json.Number("area") == (double)box.Right * box.Bottom
        && (Reply is null || !Reply.Contains("Region ID", StringComparison.OrdinalIgnoreCase));

    /// <summary>The regions whose box meets a picture of the given size.</summary>
    public IReadOnlyList<ScoredLineRegion> Usable((int Width, int Height) size) =>
        [.. Regions.Where(region => region.Box?.Meets(size.Width, size.Height) == true)];

    /// <summary>Reads a line.</summary>
    /// <exception cref="SrumException">
    /// It has a fault, no picture file or prompt, or rewards that are no list of up to 1,024 objects; the message names
    /// file and line.
    /// </exception>
    public static ScoredLine Read(JsonLine line)
    {
        var json = line.Sound();
        var file = json.Text("image_file") ?? throw line.Wrong("has no \"image_file\"");
        if (RecordedFile.Fault(file) is { } fault)
        {
            throw line.Wrong(fault);
        }

        var prompt = json.Text("prompt") ?? throw line.Wrong("has no \"prompt\"");
        var rewards = json.Field("vlm_rewards");
        if (rewards.IsThere() && (rewards.ValueKind != JsonValueKind.Array
            || rewards.EnumerateArray().Any(reward => reward.ValueKind != JsonValueKind.Object)))
        {
            throw line.Wrong("has \"vlm_rewards\" that are no list of objects");
        }

        if (rewards.IsThere() && rewards.GetArrayLength() > MostRegions)
        {
            throw line.Wrong($"has {rewards.GetArrayLength()} \"vlm_rewards\"; up to {MostRegions} are read");
        }

        var layout = json.Field("global_layout_reward");
        if (layout.IsThere() && layout.ValueKind != JsonValueKind.Object)
        {
            throw line.Wrong("has a \"global_layout_reward\" that is no object");
        }

        return new ScoredLine(
            file,
            prompt,
            rewards.IsThere() ? [.. rewards.EnumerateArray().Select(ScoredLineRegion.Read)] : [],
            Score(layout, "global_layout_score") is { } score
                ? new LayoutJudgement(score, layout.Text("reason")) : null,
            layout.IsThere(),
            json.Text("vlm_raw_output"),
            json);
    }

    /// <summary>
    /// A judgement's score; null where it failed, is missing, or is no number that a judgement can be.
    /// </summary>
    internal static double? Score(JsonElement judgement, string field) =>
        IsFailure(judgement, field) || judgement.Number(field) is not { } score ? null : ScoreNumber.InRange(score);

    /// <summary>Whether a judgement is the 0 that upstream writes where it could read no answer.</summary>
    internal static bool IsFailure(JsonElement judgement, string field) =>
        judgement.Number(field) == 0
        && judgement.Text("reason")?.StartsWith(FailedReason, StringComparison.Ordinal) == true;

    private static (int, int)? Whole(JsonElement judgement) =>
        PublishedRewards.Pixels(judgement.Field("bbox")) is { Left: 0, Top: 0 } box ? (box.Right, box.Bottom) : null;
}
