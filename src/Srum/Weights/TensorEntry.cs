namespace Srum.Weights;

/// <summary>One line of a safetensors header: what a tensor is and where its bytes stand.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Dtype">The file's word for the element type, e.g. <c>BF16</c>.</param>
/// <param name="Shape">Sizes, outermost first; empty for a single number.</param>
/// <param name="Start">Where its bytes begin, counted from the start of the file.</param>
/// <param name="Length">How many bytes it has.</param>
public sealed record TensorEntry(string Name, string Dtype, IReadOnlyList<long> Shape, long Start, long Length)
{
    /// <summary>The product of the sizes; 1 for a single number.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Name, type and sizes as people write them: <c>norm.weight F32 [8, 4]</c>.</summary>
    public override string ToString() => $"{Name} {Dtype} [{string.Join(", ", Shape)}]";
}
