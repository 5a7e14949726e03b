using TorchSharp;

namespace Srum.Native;

/// <summary>
/// Numbers as torch scalars that live as long as the program. A temporary scalar (the implicit conversion of
/// a number) can be freed by the garbage collector during the native call that reads it.
/// </summary>
internal static class Scalars
{
    public static readonly Scalar MinusOne = (-1.0).ToScalar();
    public static readonly Scalar Zero = 0.0.ToScalar();
    public static readonly Scalar One = 1.0.ToScalar();
    public static readonly Scalar Half = 0.5.ToScalar();
}
