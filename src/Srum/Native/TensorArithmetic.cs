using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// What TorchSharp's own operators do with a temporary scalar inside (a sum's factor 1, a square's exponent), which
/// can be freed in the native call.
/// </summary>
internal static class TensorArithmetic
{
    // Whole, so that it scales whole numbers too.
    private static readonly Scalar One = 1L.ToScalar();

    /// <summary>a + b.</summary>
    public static Tensor Plus(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a + b for a number that lives long enough.</summary>
    public static Tensor Plus(this Tensor a, Scalar b) => a.add(b, One);

    /// <summary>x · x.</summary>
    public static Tensor Squared(this Tensor x) => x * x;

    /// <summary>Whether no element is NaN or infinite.</summary>
    public static bool IsFinite(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.isfinite().all().item<bool>();
    }

    /// <summary>The number of a tensor of one element.</summary>
    public static double Number(this Tensor tensor)
    {
        using var scalar = tensor.ToScalar();
        return scalar.ToDouble();
    }
}
