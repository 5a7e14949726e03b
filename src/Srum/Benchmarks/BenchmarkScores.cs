namespace Srum.Benchmarks;

/// <summary>What a benchmark comes to.</summary>
/// <param name="Groups">Its categories, in the order in which it is reported.</param>
/// <param name="Overalls">The figures over all, each with how it is made; the first is the honest one.</param>
public sealed record BenchmarkScores(IReadOnlyList<GroupScore> Groups, IReadOnlyList<OverallScore> Overalls);
