namespace Srum.Pretraining;

/// <summary>What a pretraining reports as it goes.</summary>
/// <param name="Stage"><c>autoencoder</c>, <c>model</c> or <c>near misses</c>.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Losses">
/// Named losses of this step, and where it ends with a look at what the model draws, the shares of prompts drawn right.
/// </param>
public sealed record PretrainReport(string Stage, long Step, long Steps, IReadOnlyDictionary<string, double> Losses);
