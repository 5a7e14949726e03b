using Srum.Imaging;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models;

/// <summary>Pictures as network input and back.</summary>
internal static class PictureTensor
{
    private static readonly Scalar White = 255.0.ToScalar();
    private static readonly Scalar HalfWhite = 127.5.ToScalar();

    /// <summary>(n, 3, H, W) in [-1, 1]: (byte / 255 − 0.5) / 0.5. All pictures have one size.</summary>
    public static Tensor Of(IReadOnlyList<Picture> pictures)
    {
        using var scope = NewDisposeScope();
        var (width, height) = (pictures[0].Width, pictures[0].Height);
        var bytes = new byte[pictures.Count * pictures[0].Rgb.Length];
        for (var i = 0; i < pictures.Count; i++)
        {
            if (pictures[i].Width != width || pictures[i].Height != height)
            {
                throw new ArgumentException("Pictures of one call have one size.", nameof(pictures));
            }

            pictures[i].Rgb.CopyTo(bytes, i * pictures[0].Rgb.Length);
        }

        return tensor(bytes, [pictures.Count, height, width, 3], dtype: uint8)
            .to(ScalarType.Float32).div_(White).sub_(Scalars.Half).div_(Scalars.Half)
            .permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Pictures of (n, 3, H, W): bytes are cut, not rounded, as upstream cuts them.</summary>
    public static IReadOnlyList<Picture> ToPictures(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var bytes = pictures.detach().to(ScalarType.Float32).mul(HalfWhite).Plus(HalfWhite).clamp_(Scalars.Zero, White)
            .to(ScalarType.Byte).permute(0, 2, 3, 1).contiguous().cpu();
        var (height, width) = ((int)bytes.shape[1], (int)bytes.shape[2]);
        var all = bytes.data<byte>().ToArray();
        var size = height * width * 3;
        return [.. Enumerable.Range(0, (int)bytes.shape[0])
            .Select(i => new Picture(width, height, all[(i * size)..((i + 1) * size)]))];
    }
}
