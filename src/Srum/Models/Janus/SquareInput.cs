using Srum.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>
/// What is made of a picture before the vision tower sees it: its longest side fills the square, the rest is filled
/// with the mean colour, and each channel is normalised (<c>preprocessor_config.json</c>).
/// </summary>
/// <param name="Side">Side of the square in pixels.</param>
/// <param name="MinSide">What a strip's short side is enlarged to, in pixels: it then loses its shape.</param>
/// <param name="Mean">Mean of each channel, 0 to 1.</param>
/// <param name="Deviation">Standard deviation of each channel.</param>
internal sealed record SquareInput(int Side, int MinSide, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation)
{
    /// <summary>The file it is read from.</summary>
    public const string File = "preprocessor_config.json";

    private static readonly Scalar White = 255.0.ToScalar();

    /// <summary>
    /// The colour around the picture; the file's <c>background_color</c> is not consulted, as upstream.
    /// </summary>
    public byte[] Background { get; } = [.. Mean.Select(mean => (byte)(mean * 255))];

    /// <summary>Reads the rule of a model folder.</summary>
    public static SquareInput Read(string folder)
    {
        var file = ConfigFile.Open(folder, File);
        var rule = new SquareInput(
            file.Int("image_size"), file.Int("min_size", 14), file.Doubles("image_mean"), file.Doubles("image_std"));
        return rule.MinSide <= rule.Side && rule.Mean.Count == 3 && rule.Deviation.Count == 3
            && rule.Mean.All(mean => mean is >= 0 and <= 1) && rule.Deviation.All(deviation => deviation > 0)
            ? rule
            : throw new SrumException(
                $"{file.Path}: \"image_mean\" has three numbers from 0 to 1, \"image_std\" three above 0, and "
                + "\"min_size\" is at most \"image_size\".");
    }

    /// <summary>The picture with its longest side as long as the square's; small ones grow.</summary>
    public Picture Resized(Picture picture)
    {
        var longest = Math.Max(picture.Width, picture.Height);
        return Resize.Bicubic(picture, Fitted(picture.Width), Fitted(picture.Height));

        // Divided first and cut off last, in double, as upstream: some sides lose a pixel that way.
        int Fitted(int side) => Math.Max((int)((double)side / longest * Side), MinSide);
    }

    /// <summary>A resized picture in the middle of the square.</summary>
    public Picture Padded(Picture picture)
    {
        if (picture.Width == Side && picture.Height == Side)
        {
            return picture;
        }

        var rgb = new byte[Side * Side * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = Background[i % 3];
        }

        var (left, top) = ((Side - picture.Width) / 2, (Side - picture.Height) / 2);
        for (var row = 0; row < picture.Height; row++)
        {
            picture.Rgb.AsSpan(row * picture.Width * 3, picture.Width * 3).CopyTo(
                rgb.AsSpan((((top + row) * Side) + left) * 3));
        }

        return new Picture(Side, Side, rgb);
    }

    /// <summary>The tower's input (n, 3, side, side) of squares.</summary>
    public Tensor Pixels(IReadOnlyList<Picture> squares)
    {
        using var scope = NewDisposeScope();
        var bytes = new byte[squares.Count * Side * Side * 3];
        for (var i = 0; i < squares.Count; i++)
        {
            squares[i].Rgb.CopyTo(bytes, i * Side * Side * 3);
        }

        var values = tensor(bytes, [squares.Count, Side, Side, 3], dtype: uint8).to(ScalarType.Float32).div_(White);
        values = values.sub_(PerChannel(Mean)).div_(PerChannel(Deviation));
        return values.permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();

        static Tensor PerChannel(IReadOnlyList<double> numbers) =>
            tensor([.. numbers.Select(number => (float)number)], dtype: float32);
    }

    /// <summary>The tower's input of pictures of any size.</summary>
    public Tensor Apply(IReadOnlyList<Picture> pictures) =>
        Pixels([.. pictures.Select(picture => Padded(Resized(picture)))]);
}
