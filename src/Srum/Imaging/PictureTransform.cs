namespace Srum.Imaging;

/// <summary>
/// The rule by which a model resizes its input: at most so long, at least so short, sides in multiples of a stride, at
/// most so many pixels. Sizes are rounded half to even, first to whole pixels, then to the stride.
/// </summary>
/// <param name="MaxSide">The longest side, in pixels.</param>
/// <param name="MinSide">The shortest side, in pixels; a strip may end below it.</param>
/// <param name="Stride">Both sides become multiples of this, at least one.</param>
/// <param name="MaxPixels">The most pixels, for all pictures that share the limit together.</param>
public sealed record PictureTransform(
    int MaxSide, int MinSide, int Stride, int MaxPixels = PictureTransform.PublishedMaxPixels)
{
    /// <summary>The pixel limit of both published transforms: 14 · 14 · 9216.</summary>
    public const int PublishedMaxPixels = 14 * 14 * 9216;

    /// <summary>BAGEL's published rule for pictures that the autoencoder encodes: 1024, 512, 16.</summary>
    public static PictureTransform PublishedVae { get; } = new(1024, 512, 16);

    /// <summary>BAGEL's published rule for pictures that the vision encoder sees: 980, 224, 14.</summary>
    public static PictureTransform PublishedVit { get; } = new(980, 224, 14);

    /// <summary>The size a picture gets.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="sharing">How many pictures share the pixel limit; 1 by default.</param>
    /// <exception cref="SrumException">
    /// The rule's numbers are not positive, or ask for sides beyond any picture.
    /// </exception>
    public (int Width, int Height) Size(int width, int height, int sharing = 1)
    {
        if (MaxSide < 1 || MinSide < 1 || Stride < 1 || MaxPixels < 1)
        {
            throw new SrumException(
                $"A resize rule needs positive numbers, and this one is {this}. Mend the model's settings.");
        }

        // Between the steps sides can grow beyond any picture (a strip's short side is enlarged first): hence long.
        var scale = Math.Max(
            Math.Min((double)MaxSide / Math.Max(width, height), 1.0),
            (double)MinSide / Math.Min(width, height));
        var (w, h) = Scaled(width, height, scale);
        var limit = (double)MaxPixels / sharing;
        if ((double)w * h > limit)
        {
            // By the share of pixels, not by its root: as published, far fewer pixels than allowed remain.
            (w, h) = Scaled(w, h, limit / ((double)w * h));
        }

        if (Math.Max(w, h) > MaxSide)
        {
            (w, h) = Scaled(w, h, (double)MaxSide / Math.Max(w, h));
        }

        return w <= PictureFile.MaxSide && h <= PictureFile.MaxSide && w * h <= PictureFile.MaxPixels
            ? ((int)w, (int)h)
            : throw new SrumException(
                $"The resize rule {this} makes {w} × {h} pixels of {width} × {height}, too many. Mend the model's "
                    + "settings.");
    }

    /// <summary>Resizes a picture by this rule.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="sharing">How many pictures share the pixel limit; 1 by default.</param>
    /// <exception cref="SrumException">
    /// The rule's numbers are not positive, or ask for sides beyond any picture.
    /// </exception>
    public Picture Apply(Picture picture, int sharing = 1)
    {
        var (width, height) = Size(picture.Width, picture.Height, sharing);
        return Resize.Bicubic(picture, width, height);
    }

    private (long Width, long Height) Scaled(long width, long height, double scale) =>
        (Whole(width * scale), Whole(height * scale));

    private long Whole(double side) =>
        (long)Math.Max(
            Stride, Math.Round(Math.Round(side, MidpointRounding.ToEven) / Stride, MidpointRounding.ToEven) * Stride);
}
