using System.Text.Json;

namespace Srum.Tests.Maps;

/// <summary>Which records of the authors' cases are sound: the trainer reads scores unchecked.</summary>
internal static class ScoreCheck
{
    /// <summary>
    /// Whether every score that a record states is a number in [-1, 1]; a layout score may be null, which the trainer
    /// takes for missing. A bad score of a region without a usable box is a bad score too, though the trainer never
    /// reads it.
    /// </summary>
    /// <param name="record">One line, parsed.</param>
    public static bool HasValidScores(JsonElement record) =>
        !record.TryGetProperty("vlm_rewards", out var rewards)
        || (rewards.ValueKind == JsonValueKind.Array && rewards.EnumerateArray().All(IsSound));

    private static bool IsSound(JsonElement reward)
    {
        if (reward.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        return !reward.TryGetProperty("score", out var score) || score.ValueKind switch
        {
            JsonValueKind.Null => reward.TryGetProperty("object", out var name)
                && name.ValueKind == JsonValueKind.String && name.GetString() == "global_layout_reward",
            JsonValueKind.Number => score.GetDouble() is >= -1 and <= 1,
            JsonValueKind.True or JsonValueKind.False => true,
            _ => false,
        };
    }
}
