using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// A way to compute a linear layer: x (rows, in), both contiguous, times a weight (out, in) turned, plus a bias (out)
/// or none, as (rows, out) of the operands' type. Gradients flow to all operands.
/// </summary>
/// <param name="Name">What the user is told it is.</param>
/// <param name="Apply">Computes it.</param>
internal sealed record ProductKernel(string Name, Func<Tensor, Tensor, Tensor?, Tensor> Apply);
