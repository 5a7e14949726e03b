using System.Runtime.Intrinsics.X86;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models;

/// <summary>
/// Linear layers, x · wᵀ + b. In bfloat16 the product alone is rounded: parameters keep their type (fp32 masters in a
/// training), and a sum with an fp32 residual is fp32 again.
/// </summary>
internal static class Linear
{
    /// <summary>From so many rows on a convolution's set-up is small beside its work.</summary>
    private const long ManyRows = 256;

    /// <summary>
    /// Many rows are filled up with zeros to a multiple of this: each number of rows is checked on its own, and texts
    /// that are written have another number in every pass.
    /// </summary>
    private const long Stride = 64;

    /// <summary>
    /// oneDNN's AVX-512 convolutions take channels in vectors of so many (<see cref="Convolution"/>).
    /// </summary>
    private const long Vector = 16;

    /// <summary>With one thread torch gives a 1 × 1 convolution to oneDNN only from so many pictures on.</summary>
    private const long Pictures = 16;

    /// <summary>The widest block of output channels that oneDNN's 1 × 1 convolution computes at once.</summary>
    private const long Block = 48;

    /// <summary>
    /// torch gives fp32 products to MKL, which uses AVX2 kernels on processors that are not Intel's, and fp32
    /// convolutions to oneDNN, which uses what the processor has: with AVX-512 the same product twice as fast
    /// (docs/decisions.md).
    /// </summary>
    private static readonly bool ConvolutionIsFaster = Avx512F.IsSupported && !IsIntel();

    private static readonly ProductKernel Plain =
        new("torch's plain product", (x, weight, bias) => F.linear(x, weight, bias));

    private static readonly VerifiedProducts Fp32 = new(
        Plain,
        [new("oneDNN's convolution", Convolved), new("oneDNN's convolution in whole blocks", ConvolvedInBlocks)],
        Notice.Tell);

    private static readonly VerifiedProducts Bfloat16 = new(
        new("torch's fp32 product", Widened),
        [new("torch's bfloat16 product", Plain.Apply)],
        Notice.Tell);

    /// <summary>Which kernels have computed what in this process, where there was a choice.</summary>
    public static IReadOnlyList<KernelUse> Uses => [.. Fp32.Uses, .. Bfloat16.Uses];

    /// <summary>Time that comparing kernels has taken in this process.</summary>
    public static TimeSpan Checking => Fp32.Checking + Bfloat16.Checking;

    /// <summary>x (…, in) times a weight (out, in) with a bias (out).</summary>
    /// <param name="x">Rows.</param>
    /// <param name="weight">Weight.</param>
    /// <param name="bias">Bias, or null.</param>
    /// <param name="compute">Type of the product and the result; null = the weight's own.</param>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, ScalarType? compute = null)
    {
        var type = compute ?? weight.dtype;
        (x, weight, bias) = (x.to(type), weight.to(type), bias?.to(type));
        var (wanted, width) = (weight.shape[0], weight.shape[1]);
        var rows = x.numel() / width;
        Operations.Count(2.0 * rows * width * wanted, x, weight);
        if (x.device_type != DeviceType.CPU || Verified(type, rows, width, wanted) is not { } verified)
        {
            return F.linear(x, weight, bias);
        }

        // Of filled-up copies nothing but what autograd keeps outlives the product.
        using var scope = NewDisposeScope();
        var shape = x.shape;
        shape[^1] = wanted;
        var missing = rows < ManyRows ? 0 : -rows & (Stride - 1);
        var filled = missing == 0 ? x.reshape(rows, -1) : F.pad(x.reshape(rows, -1), [0, 0, 0, missing]);
        var product = verified.Apply(filled.contiguous(), weight.contiguous(), bias);
        return (missing == 0 ? product : product.narrow(0, 0, rows)).reshape(shape).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Whether products of these rows with weights of their type are torch's own whatever the machine: on a processor
    /// few rows in fp32.
    /// </summary>
    /// <param name="x">(…, in).</param>
    public static bool IsPlain(Tensor x) => x.device_type != DeviceType.CPU
        || (x.dtype == ScalarType.Float32 && x.numel() / x.shape[^1] < ManyRows);

    /// <summary>
    /// Whether fp32 products of so many rows are computed on a filled-up copy of them on this machine; autograd keeps
    /// the copy of each product.
    /// </summary>
    public static bool Fills(long rows) => ConvolutionIsFaster && rows >= ManyRows && rows % Stride != 0;

    private static VerifiedProducts? Verified(ScalarType type, long rows, long width, long wanted) => type switch
    {
        ScalarType.BFloat16 => Bfloat16,
        ScalarType.Float32 when ConvolutionIsFaster
            && rows >= ManyRows && width % Vector == 0 && wanted % Vector == 0 => Fp32,
        _ => null,
    };

    // A convolution of 1 × 1 over rows that lie as the pixels of a channels-last picture do: nothing is copied.
    private static Tensor Convolved(Tensor x, Tensor weight, Tensor? bias)
    {
        var (width, wanted) = (weight.shape[1], weight.shape[0]);
        var pictures = x.shape[0] % Pictures == 0 && get_num_threads() == 1 ? Pictures : 1;
        var pixels = x.reshape(pictures, -1, 1, width).permute(0, 3, 1, 2);
        return F.conv2d(pixels, weight.reshape(wanted, width, 1, 1), bias).permute(0, 2, 3, 1).reshape(-1, wanted);
    }

    // With channels of zeros up to a whole block, which are cut off again: no kernel for a part of a block is needed.
    private static Tensor ConvolvedInBlocks(Tensor x, Tensor weight, Tensor? bias)
    {
        var wanted = weight.shape[0];
        var missing = (Block - (wanted % Block)) % Block;
        var (whole, offsets) = (F.pad(weight, [0, 0, 0, missing]), bias is null ? null : F.pad(bias, [0, missing]));
        return Convolved(x, whole, offsets).narrow(1, 0, wanted);
    }

    private static Tensor Widened(Tensor x, Tensor weight, Tensor? bias)
    {
        var (rows, matrix) = (x.to(ScalarType.Float32), weight.to(ScalarType.Float32));
        return F.linear(rows, matrix, bias?.to(ScalarType.Float32)).to(ScalarType.BFloat16);
    }

    private static bool IsIntel()
    {
        var (_, first, third, second) = X86Base.CpuId(0, 0);
        // "Genu", "ineI", "ntel".
        return (first, second, third) == (0x756e6547, 0x49656e69, 0x6c65746e);
    }
}
