using Srum.Evaluation;

namespace Srum.Benchmarks;

/// <summary>What a benchmark comes to.</summary>
/// <param name="Groups">Its categories, in the order in which it is reported.</param>
/// <param name="Overalls">The figures over all, each with how it is made; the first is the honest one.</param>
public sealed record BenchmarkScores(IReadOnlyList<GroupScore> Groups, IReadOnlyList<OverallScore> Overalls);

/// <summary>One category.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Score">Mean over answered pictures; null where none is.</param>
/// <param name="Pictures">Pictures that should have a score.</param>
/// <param name="Failed">Those whose answer could not be read.</param>
/// <param name="Missing">Those that were not marked yet.</param>
public sealed record GroupScore(string Name, Estimate? Score, int Pictures, int Failed, int Missing);

/// <summary>A figure over all categories.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Score">
/// The figure; null where it cannot be had. An error of 0 with n = 0 means that none is stated.
/// </param>
/// <param name="How">How it is made, in a sentence.</param>
public sealed record OverallScore(string Name, Estimate? Score, string How);
