using System.Text.Json;
using System.Text.Json.Nodes;

namespace Srum.Formats;

/// <summary>
/// Scored lines → lines of the published training file, as the authors' formatter makes them
/// (<c>vlm_format_output.py</c>), with what it drops and why.
/// </summary>
public static class TrainingFormat
{
    /// <summary>The entry that holds the layout's score.</summary>
    public const string LayoutName = "global_layout_reward";

    // What a region must have.
    private static readonly string[] RegionFields = ["identified_object", "bbox", "score"];

    /// <summary>Formats lines.</summary>
    /// <param name="scored">Lines of the scored file, in its order.</param>
    /// <param name="rollout">Lines of the rollout file, whose prompts are trained on.</param>
    public static IReadOnlyList<FormattedLine> Of(IEnumerable<JsonElement> scored, IEnumerable<RolloutLine> rollout)
    {
        var prompts = rollout.GroupBy(line => line.PictureFile, StringComparer.Ordinal)
            .ToDictionary(file => file.Key, file => file.Last().Prompt, StringComparer.Ordinal);
        return [.. scored.Select(line => Format(line, prompts))];
    }

    /// <summary>A line of the training file.</summary>
    /// <param name="file">The judged picture, which also stands for the good one, as released.</param>
    /// <param name="prompt">The original prompt.</param>
    /// <param name="entries">Layout and regions.</param>
    internal static JsonObject Line(string file, string prompt, IEnumerable<JsonObject> entries) => new()
    {
        ["bad_image_file"] = file,
        ["good_image_file"] = file,
        ["prompt"] = prompt,
        ["vlm_rewards"] = new JsonArray([.. entries]),
    };

    private static FormattedLine Format(JsonElement line, Dictionary<string, string> prompts)
    {
        var file = line.Text("image_file") ?? "";
        var layout = line.Field(LayoutName);
        if (layout.Number("global_layout_score") == 0)
        {
            return new(
                file, null,
                ScoredLine.IsFailure(layout, "global_layout_score") ? DropReason.LayoutFailed : DropReason.LayoutZero);
        }

        if (!prompts.TryGetValue(file, out var prompt))
        {
            return new(file, null, DropReason.NoPrompt);
        }

        var rewards = line.Field("vlm_rewards");
        if (rewards.ValueKind != JsonValueKind.Undefined && (rewards.ValueKind != JsonValueKind.Array
            || rewards.EnumerateArray().Any(reward => reward.ValueKind != JsonValueKind.Object)))
        {
            return new(file, null, DropReason.Malformed);
        }

        JsonObject[] entries =
        [
            .. layout.Field("global_layout_score").IsThere() ? [Layout(layout)] : (JsonObject[])[],
            .. rewards.ValueKind == JsonValueKind.Array ? rewards.EnumerateArray().Where(IsWhole).Select(Region) : [],
        ];
        return entries.Length == 0
            ? new(file, null, DropReason.Empty)
            : new(file, Line(file, prompt, entries), null);
    }

    private static JsonObject Layout(JsonElement layout) => new()
    {
        ["object"] = LayoutName,
        ["bbox"] = Copy(layout.Field("bbox")),
        ["score"] = Copy(layout.Field("global_layout_score")),
        ["reason"] = layout.Text("reason") ?? "",
    };

    // Whatever stands there: a score of null goes out as it came, and the trainer then drops the line.
    private static bool IsWhole(JsonElement reward) => RegionFields.All(name => reward.TryGetProperty(name, out _));

    private static JsonObject Region(JsonElement reward) => new()
    {
        ["object"] = Copy(reward.Field("identified_object")),
        ["bbox"] = Copy(reward.Field("bbox")),
        ["score"] = Copy(reward.Field("score")),
    };

    // A number keeps its digits: 0.0 stays 0.0.
    private static JsonNode? Copy(JsonElement value) => value.IsThere() ? JsonNode.Parse(value.GetRawText()) : null;
}
