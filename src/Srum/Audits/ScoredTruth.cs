namespace Srum.Audits;

/// <summary>A score beside the truth about the same picture.</summary>
/// <param name="Prompt">Id of the picture's prompt.</param>
/// <param name="Score">What a judge gave; any finite number.</param>
/// <param name="Right">Whether the picture is right.</param>
/// <param name="Partial">How much of it is right, in [0, 1]; null = not measured.</param>
public readonly record struct ScoredTruth(string Prompt, double Score, bool Right, double? Partial = null);
