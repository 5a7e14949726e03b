using System.Globalization;
using System.Text.Json;
using Srum.Imaging;

namespace Srum.Maps;

/// <summary>
/// Reads the rewards of a line of the published training jsonl as the authors' trainer reads them, unchecked
/// (its <c>RegionalRewardDataset</c>): the counterpart of <see cref="DualReward.From"/> for their files.
/// </summary>
public static class PublishedRewards
{
    private const string GlobalName = "global_layout_reward";

    /// <summary>Reads one record.</summary>
    /// <param name="record">One line, parsed.</param>
    /// <returns>
    /// Regions with usable boxes (cut to whole pixels towards zero, not clipped, not rescaled) and the first layout
    /// score, 0 where it is missing or null. Null where the trainer drops the record: a score with a usable box, or
    /// the layout score, is null or no number; the rewards are no list of objects.
    /// </returns>
    public static DualReward? Read(JsonElement record)
    {
        if (!record.TryGetProperty("vlm_rewards", out var rewards))
        {
            return new DualReward([], 0);
        }

        if (rewards.ValueKind != JsonValueKind.Array
            || rewards.EnumerateArray().Any(r => r.ValueKind != JsonValueKind.Object))
        {
            return null;
        }

        var isGlobal = rewards.EnumerateArray().ToLookup(IsGlobal);
        var layout = isGlobal[true].Select(r => Field(r, "score")).FirstOrDefault();
        double? layoutScore = layout.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? 0 : Number(layout);
        var regions = new List<ScoredRegion>();
        foreach (var reward in isGlobal[false])
        {
            if (Pixels(Field(reward, "bbox")) is not { } box)
            {
                continue;
            }

            var score = Field(reward, "score");
            if ((score.ValueKind == JsonValueKind.Undefined ? 0 : Number(score)) is not { } number)
            {
                return null;
            }

            regions.Add(new ScoredRegion(box, number));
        }

        return layoutScore is { } g ? new DualReward(regions, g) : null;
    }

    private static bool IsGlobal(JsonElement reward) =>
        Field(reward, "object") is { ValueKind: JsonValueKind.String } name && name.GetString() == GlobalName;

    private static JsonElement Field(JsonElement reward, string name) =>
        reward.TryGetProperty(name, out var value) ? value : default;

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => null,
    };

    internal static PixelBox? Pixels(JsonElement box)
    {
        if (box.ValueKind != JsonValueKind.Array || box.GetArrayLength() != 4)
        {
            return null;
        }

        var edges = box.EnumerateArray().Select(Whole).ToArray();
        return edges is [{ } left, { } top, { } right, { } bottom] && left < right && top < bottom
            ? new PixelBox(left, top, right, bottom) : null;
    }

    /// <summary>A coordinate cut towards zero; also text that is a whole number.</summary>
    private static int? Whole(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? int.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : null
        : Number(value) is { } number ? (int)Math.Clamp(Math.Truncate(number), int.MinValue, int.MaxValue) : null;
}
