using static TorchSharp.torch;

namespace Srum.Models;

/// <summary>What a precision means for tensors.</summary>
internal static class ModelPrecisions
{
    /// <summary>The type of weights, and of rows between layers.</summary>
    public static ScalarType Held(this ModelPrecision precision) =>
        precision == ModelPrecision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;

    /// <summary>The type of matrix products; null = that of the weights.</summary>
    public static ScalarType? Computed(this ModelPrecision precision) =>
        precision == ModelPrecision.Mixed ? ScalarType.BFloat16 : null;

    /// <summary>Bytes of a number of a weight, or of a row between layers.</summary>
    public static int HeldBytes(this ModelPrecision precision) => precision == ModelPrecision.Bf16 ? 2 : 4;

    /// <summary>Bytes of a number that a matrix product makes, such as a key or a value.</summary>
    public static int ComputedBytes(this ModelPrecision precision) => precision == ModelPrecision.Fp32 ? 4 : 2;
}
