using TorchSharp;

namespace Srum.Models;

/// <summary>A parameter by its published name.</summary>
/// <param name="Name">Published name.</param>
/// <param name="Value">The live tensor.</param>
/// <param name="IsGeneration">True where it belongs to the generation half, which SRUM trains.</param>
/// <param name="IsFixed">
/// True where no training may change it: a position table, the codec of a Janus, and the pooling head of its eye, which
/// nothing reads.
/// </param>
public sealed record ModelParameter(string Name, torch.Tensor Value, bool IsGeneration, bool IsFixed = false);
