using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models;

/// <summary>Root-mean-square norm over the last dimension: w · x / √(mean(x²) + ε), computed in fp32.</summary>
internal sealed class RmsNorm(Tensor weight, double epsilon)
{
    private readonly Scalar epsilon = epsilon.ToScalar();

    /// <summary>Its weight, (width).</summary>
    public Tensor Weight => weight;

    public Tensor Forward(Tensor x) => Apply(x, weight, epsilon);

    /// <summary>The norm with a weight that broadcasts against x.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Scalar epsilon)
    {
        var wide = x.to(ScalarType.Float32);
        var normed = wide * wide.Squared().mean([-1], keepdim: true).Plus(epsilon).rsqrt_();
        // A narrower weight multiplies after rounding back to the input's type, as upstream does.
        return (weight.dtype == ScalarType.Float32 ? normed : normed.to(x.dtype)) * weight;
    }
}
