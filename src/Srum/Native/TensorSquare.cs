using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>The square of a tensor. TorchSharp's own <c>square()</c> is a power with a temporary scalar, which can be freed in the call.</summary>
internal static class TensorSquare
{
    /// <summary>x · x.</summary>
    public static Tensor Squared(this Tensor x) => x * x;
}
