namespace Srum.Judging;

/// <summary>What a reply says about one region.</summary>
/// <param name="Region">The region's number as asked, from 1.</param>
/// <param name="Score">In [-1, 1]; null = unanswered, which is no number.</param>
/// <param name="Object">What the judge saw there.</param>
/// <param name="Reason">Why it gave the score.</param>
public sealed record RegionJudgement(int Region, double? Score, string? Object, string? Reason);
