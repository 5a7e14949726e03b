namespace Srum.Imaging;

/// <summary>
/// A rectangle of whole pixels; right and bottom are exclusive. It may reach over a picture's border.
/// </summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column after the last.</param>
/// <param name="Bottom">Row after the last.</param>
public readonly record struct PixelBox(int Left, int Top, int Right, int Bottom)
{
    /// <summary>
    /// The pixels of a relative box in a picture of the given size, edges rounded to the nearest pixel; at least one
    /// pixel, so that no judged region vanishes when the picture is small.
    /// </summary>
    public static PixelBox From(Box box, int width, int height)
    {
        var (left, right) = Edges(box.Left, box.Right, width);
        var (top, bottom) = Edges(box.Top, box.Bottom, height);
        return new PixelBox(left, top, right, bottom);
    }

    /// <summary>The same rectangle relative to a picture of the given size.</summary>
    public Box Relative(int width, int height) => new(
        (double)Left / width, (double)Top / height, (double)Right / width, (double)Bottom / height);

    /// <summary>Whether it has a pixel of a picture of the given size.</summary>
    public bool Meets(int width, int height) => Left < width && Top < height && Right > 0 && Bottom > 0;

    /// <summary>The part of it inside a picture of the given size, which it <see cref="Meets"/>.</summary>
    public PixelBox Clipped(int width, int height) =>
        new(Math.Max(0, Left), Math.Max(0, Top), Math.Min(width, Right), Math.Min(height, Bottom));

    /// <summary>
    /// The places of its pixels in a map, row · width + column, row by row; what reaches over the map's border is left
    /// out.
    /// </summary>
    /// <param name="width">Width of the map in pixels.</param>
    /// <param name="height">Height of the map in pixels.</param>
    public IEnumerable<int> Pixels(int width, int height)
    {
        for (var row = Math.Max(0, Top); row < Math.Min(height, Bottom); row++)
        {
            for (var column = Math.Max(0, Left); column < Math.Min(width, Right); column++)
            {
                yield return (row * width) + column;
            }
        }
    }

    private static (int First, int End) Edges(double first, double end, int size)
    {
        var from = Math.Clamp((int)Math.Round(first * size), 0, size - 1);
        return (from, Math.Clamp((int)Math.Round(end * size), from + 1, size));
    }
}
