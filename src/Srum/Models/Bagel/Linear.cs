using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Bagel;

/// <summary>
/// Linear layers, x · wᵀ + b. In bfloat16 the product alone is rounded: parameters keep their type (fp32 masters in a
/// training), and a sum with an fp32 residual is fp32 again.
/// </summary>
internal static class Linear
{
    /// <summary>From so many rows on a convolution's set-up is small beside its work.</summary>
    private const long ManyRows = 256;

    /// <summary>
    /// torch gives fp32 products to MKL, which uses AVX2 kernels on processors that are not Intel's, and fp32
    /// convolutions to oneDNN, which uses what the processor has: with AVX-512 the same product twice as fast (LOG.md).
    /// </summary>
    private static readonly bool ConvolutionIsFaster = Avx512F.IsSupported && !IsIntel();

    /// <summary>x (…, in) times a weight (out, in) with a bias (out).</summary>
    /// <param name="x">Rows.</param>
    /// <param name="weight">Weight.</param>
    /// <param name="bias">Bias, or null.</param>
    /// <param name="compute">Type of the product and the result; null = the weight's own.</param>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, ScalarType? compute = null)
    {
        var type = compute ?? weight.dtype;
        (x, weight, bias) = (x.to(type), weight.to(type), bias?.to(type));
        return ConvolutionIsFaster && type == ScalarType.Float32 && x.device_type == DeviceType.CPU && x.numel() >= ManyRows * weight.shape[1]
            ? Convolved(x, weight, bias)
            : F.linear(x, weight, bias);
    }

    // A convolution of 1 × 1 over rows that lie as the pixels of channels-last pictures do: nothing is copied.
    private static Tensor Convolved(Tensor x, Tensor weight, Tensor? bias)
    {
        var shape = x.shape;
        var (pictures, width, wanted) = (shape.Length > 2 ? shape[0] : 1, shape[^1], weight.shape[0]);
        var pixels = x.reshape(pictures, -1, 1, width).permute(0, 3, 1, 2);
        shape[^1] = wanted;
        return F.conv2d(pixels, weight.reshape(wanted, width, 1, 1), bias).permute(0, 2, 3, 1).reshape(shape);
    }

    private static bool IsIntel()
    {
        var (_, first, third, second) = X86Base.CpuId(0, 0);
        // "Genu", "ineI", "ntel".
        return (first, second, third) == (0x756e6547, 0x49656e69, 0x6c65746e);
    }
}
