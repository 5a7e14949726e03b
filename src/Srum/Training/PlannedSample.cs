namespace Srum.Training;

/// <summary>What a sample of a step is.</summary>
/// <param name="Example">Index of the example.</param>
/// <param name="Seed">Decides its flow time and noise.</param>
/// <param name="DropsText">Whether it is trained without its prompt.</param>
internal readonly record struct PlannedSample(int Example, long Seed, bool DropsText);
