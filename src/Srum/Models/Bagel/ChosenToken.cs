namespace Srum.Models.Bagel;

/// <summary>A token that the model chose.</summary>
/// <param name="Token">Which.</param>
/// <param name="Weights">Log-probability of each weighed token, where this is one of them.</param>
internal readonly record struct ChosenToken(int Token, double[]? Weights);
