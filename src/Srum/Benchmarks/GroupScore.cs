using Srum.Evaluation;

namespace Srum.Benchmarks;

/// <summary>One category.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Score">Mean over answered pictures; null where none is.</param>
/// <param name="Pictures">Pictures that should have a score.</param>
/// <param name="Failed">Those whose answer could not be read.</param>
/// <param name="Missing">Those that were not marked yet.</param>
public sealed record GroupScore(string Name, Estimate? Score, int Pictures, int Failed, int Missing);
