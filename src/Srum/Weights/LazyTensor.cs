using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Weights;

/// <summary>A tensor that is made when it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its sizes, outermost first.</param>
/// <param name="Make">Makes it, on any device; the writer disposes it.</param>
public sealed record LazyTensor(string Name, ScalarType Type, IReadOnlyList<long> Shape, Func<Tensor> Make)
{
    /// <summary>How many bytes it has.</summary>
    public long Bytes => Count * Type.ElementSize();

    /// <summary>The product of the sizes; 1 for a single number.</summary>
    internal long Count => Shape.Aggregate(1L, (product, size) => product * size);
}
