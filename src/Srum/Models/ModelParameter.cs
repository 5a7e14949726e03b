using TorchSharp;

namespace Srum.Models;

/// <summary>A parameter by its published name.</summary>
/// <param name="Name">Published name.</param>
/// <param name="Value">The live tensor.</param>
/// <param name="IsGeneration">True where it belongs to the generation half, which SRUM trains.</param>
/// <param name="IsFixed">True where it is a table that no training may change.</param>
public sealed record ModelParameter(string Name, torch.Tensor Value, bool IsGeneration, bool IsFixed = false);
