using Srum.Evaluation;

namespace Srum.Benchmarks;

/// <summary>A figure over all categories.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Score">
/// The figure; null where it cannot be had. An error of 0 with n = 0 means that none is stated.
/// </param>
/// <param name="How">How it is made, in a sentence.</param>
public sealed record OverallScore(string Name, Estimate? Score, string How);
