using System.Text.Json;
using System.Text.Json.Nodes;
using Srum.Imaging;
using Srum.Judging;

namespace Srum.Formats;

/// <summary>A judgement in the words of the published files.</summary>
internal static class ScoredExport
{
    /// <summary>
    /// A line of the scored file. Regions without a score are left out, as upstream leaves them; a layout without one
    /// has upstream's 0 with the reason that marks it as failed, so that its formatter drops the picture.
    /// </summary>
    /// <param name="record">The judgement.</param>
    /// <param name="file">The picture's name there.</param>
    /// <param name="width">The picture's width in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="original">
    /// The line that the judgement was imported from, whose further fields are kept; null = none.
    /// </param>
    public static JsonObject Line(JudgeRecord record, string file, int width, int height, ScoredLine? original)
    {
        var line = Copy(original?.Json ?? default);
        line["image_file"] = file;
        line["prompt"] = original?.Prompt ?? record.Prompt;
        line["vlm_rewards"] = new JsonArray([.. record.Sample is { } sample
            ? [Sample(sample, width, height, original?.Regions[0].Json ?? default)]
            : Regions(record, width, height, original)]);
        line["global_layout_reward"] = record.Layout is { } layout
            ? Layout(layout, width, height, original?.Json.Field("global_layout_reward") ?? default) : null;
        line["vlm_raw_output"] = original?.Reply
            ?? record.Replies.FirstOrDefault(reply => reply.About is "regions" or "sample")?.Text ?? "";
        return line;
    }

    /// <summary>
    /// A line of the training file: the reward as this project's published map takes it, so that upstream's trainer
    /// paints the same map. (A true neutral of 0 is kept, which upstream's formatter would drop.)
    /// </summary>
    /// <returns>Null where the layout (or the whole) has no score.</returns>
    public static JsonObject? Training(JudgeRecord record, string file, int width, int height)
    {
        if (record.Needed() is not { } decisive)
        {
            return null;
        }

        // Upstream's sample reward has no layout entry, and its trainer then halves the map.
        JsonObject[] entries = record.Layout is null
            ? [Entry(record.Sample!.Impression ?? "whole picture", Whole(width, height), decisive)]
            :
        [
            Entry(TrainingFormat.LayoutName, Whole(width, height), decisive),
            .. record.Regions.Where(region => region.RewardScore is not null).Select((region, i) => Entry(
                region.Object ?? $"region {i + 1}",
                Corners(PixelBox.From(region.Box, width, height)),
                region.RewardScore!.Value)),
        ];
        if (record.Layout?.Reason is { } reason)
        {
            entries[0]["reason"] = reason;
        }

        return TrainingFormat.Line(file, record.Prompt, entries);
    }

    private static IEnumerable<JsonObject> Regions(JudgeRecord record, int width, int height, ScoredLine? original)
    {
        // An import leaves out regions without a usable box; the others keep their order.
        var entries = original?.Usable(original.JudgedSize ?? (width, height));
        foreach (var (i, region) in record.Regions.Index())
        {
            var pixels = PixelBox.From(region.Box, width, height);
            if (region.Score is null && entries is null)
            {
                continue;
            }

            var entry = entries is not null ? Copy(entries[i].Json) : new JsonObject
            {
                ["identified_object"] = region.Object ?? $"region {i + 1}",
                ["area"] = (pixels.Right - pixels.Left) * (pixels.Bottom - pixels.Top),
            };

            entry["score"] ??= region.Score;
            entry["bbox"] = Corners(pixels);
            if (region.Reason is not null)
            {
                entry["reason"] = region.Reason;
            }

            yield return entry;
        }
    }

    private static JsonObject Sample(SampleJudgement sample, int width, int height, JsonElement original)
    {
        var entry = Copy(original);
        if (sample.Impression is not null)
        {
            entry["identified_object"] = sample.Impression;
        }

        return Judged(entry, "score", sample.Score, sample.Reason, width, height, "VLM failed.");
    }

    private static JsonObject Layout(LayoutJudgement layout, int width, int height, JsonElement original) => Judged(
        Copy(original), "global_layout_score", layout.Score, layout.Reason, width, height,
        "VLM failed to produce a parsable output.");

    private static JsonObject Judged(
        JsonObject entry, string name, double? score, string? reason, int width, int height, string failed)
    {
        entry[name] ??= score ?? 0.0;
        entry["bbox"] = Whole(width, height);
        entry["area"] = width * height;
        if ((reason ?? (score is null ? failed : null)) is { } why)
        {
            entry["reason"] ??= why;
        }

        return entry;
    }

    private static JsonObject Entry(string name, JsonArray box, double score) =>
        new() { ["object"] = name, ["bbox"] = box, ["score"] = score };

    private static JsonObject Copy(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? JsonObject.Create(value)! : [];

    private static JsonArray Whole(int width, int height) => [0, 0, width, height];

    private static JsonArray Corners(PixelBox box) => [box.Left, box.Top, box.Right, box.Bottom];
}
