using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// Rows that pass through the decoder together, by the expert that computes them. Understanding rows (text, vision
/// tokens, the two frame tokens of a picture) stand before generation rows (latent tokens).
/// </summary>
/// <param name="Understanding">(batch, m, hidden), or null.</param>
/// <param name="Generation">(batch, n, hidden), or null.</param>
internal readonly record struct ExpertRows(Tensor? Understanding, Tensor? Generation);
