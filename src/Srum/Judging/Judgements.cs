namespace Srum.Judging;

/// <summary>What a reply says about one region.</summary>
/// <param name="Region">The region's number as asked, from 1.</param>
/// <param name="Score">In [-1, 1]; null = unanswered, which is no number.</param>
/// <param name="Object">What the judge saw there.</param>
/// <param name="Reason">Why it gave the score.</param>
public sealed record RegionJudgement(int Region, double? Score, string? Object, string? Reason);

/// <summary>What a reply says about the layout of a picture.</summary>
/// <param name="Score">In [-1, 1]; null = unanswered.</param>
/// <param name="Reason">Why.</param>
public sealed record LayoutJudgement(double? Score, string? Reason);

/// <summary>What a reply says about a picture as a whole: relevance and quality together.</summary>
/// <param name="Score">In [-1, 1]; null = unanswered.</param>
/// <param name="Reason">Why.</param>
/// <param name="Impression">What the judge saw.</param>
public sealed record SampleJudgement(double? Score, string? Reason, string? Impression);
