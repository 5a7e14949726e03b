using System.Text.Json.Serialization;

namespace Srum.Judging;

/// <summary>What a judgement by an endpoint took, failed calls included.</summary>
/// <param name="Calls">Requests that were sent.</param>
/// <param name="InputTokens">Tokens of the questions, as far as the endpoint states them.</param>
/// <param name="OutputTokens">Tokens of the replies, as far as the endpoint states them.</param>
/// <param name="Uncounted">Replies whose tokens the endpoint did not state.</param>
public sealed record JudgeCost(int Calls, long InputTokens, long OutputTokens, int Uncounted)
{
    /// <summary>Nothing.</summary>
    [JsonIgnore]
    public static JudgeCost None { get; } = new(0, 0, 0, 0);

    /// <summary>Both together.</summary>
    public JudgeCost Plus(JudgeCost other) => new(
        Calls + other.Calls, InputTokens + other.InputTokens, OutputTokens + other.OutputTokens,
        Uncounted + other.Uncounted);
}
