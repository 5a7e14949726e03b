namespace Srum.Judging;

/// <summary>What a reply says about the layout of a picture.</summary>
/// <param name="Score">In [-1, 1]; null = unanswered.</param>
/// <param name="Reason">Why.</param>
public sealed record LayoutJudgement(double? Score, string? Reason);
