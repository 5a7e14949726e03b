namespace Srum.Judging;

/// <summary>What a reply says about a picture as a whole: relevance and quality together.</summary>
/// <param name="Score">In [-1, 1]; null = unanswered.</param>
/// <param name="Reason">Why.</param>
/// <param name="Impression">What the judge saw.</param>
public sealed record SampleJudgement(double? Score, string? Reason, string? Impression);
