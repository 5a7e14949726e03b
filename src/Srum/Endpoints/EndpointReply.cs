using Srum.Judging;

namespace Srum.Endpoints;

/// <summary>What came of a question.</summary>
/// <param name="Text">The reply, perhaps empty; null = none was had.</param>
/// <param name="Fault">Why none was had; null where one was.</param>
/// <param name="Ends">True where further questions are in vain now.</param>
/// <param name="Cost">What it took.</param>
public sealed record EndpointReply(string? Text, string? Fault, bool Ends, JudgeCost Cost);
