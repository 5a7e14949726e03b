using System.Numerics;
using Srum.Imaging;

namespace Srum.Regions;

/// <summary>A picture as its difference from the background, on a grid of limited size.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Differences">For each cell, row by row, its colour less the background's, RGB in [-255, 255].</param>
internal sealed record ContrastGrid(int Width, int Height, Vector3[] Differences)
{
    public static ContrastGrid Of(Picture picture, SegmentSettings settings)
    {
        var step = Math.Max(1.0, Math.Max(picture.Width, picture.Height) / (double)settings.WorkingSide);
        var (width, height) = (Math.Max(1, (int)(picture.Width / step)), Math.Max(1, (int)(picture.Height / step)));
        var colours = new Vector3[width * height];
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                colours[(row * width) + column] = Mean(
                    picture, column * picture.Width / width, row * picture.Height / height,
                    Math.Max(1, picture.Width / width), Math.Max(1, picture.Height / height));
            }
        }

        var background = DominantOfBorder(colours, width, height);
        return new ContrastGrid(width, height, [.. colours.Select(c => c - background)]);
    }

    /// <summary>The box around some cells.</summary>
    public Box Bounds(IReadOnlyCollection<int> cells) => new(
        (double)cells.Min(c => c % Width) / Width, (double)cells.Min(c => c / Width) / Height,
        (double)(cells.Max(c => c % Width) + 1) / Width, (double)(cells.Max(c => c / Width) + 1) / Height);

    /// <summary>The eight neighbours of a cell.</summary>
    public IEnumerable<int> Neighbours(int cell)
    {
        var (x, y) = (cell % Width, cell / Width);
        for (var row = Math.Max(0, y - 1); row <= Math.Min(Height - 1, y + 1); row++)
        {
            for (var column = Math.Max(0, x - 1); column <= Math.Min(Width - 1, x + 1); column++)
            {
                if ((row, column) != (y, x))
                {
                    yield return (row * Width) + column;
                }
            }
        }
    }

    private static Vector3 Mean(Picture picture, int left, int top, int width, int height)
    {
        var sum = Vector3.Zero;
        for (var row = top; row < top + height; row++)
        {
            for (var column = left; column < left + width; column++)
            {
                var at = ((row * picture.Width) + column) * 3;
                sum += new Vector3(picture.Rgb[at], picture.Rgb[at + 1], picture.Rgb[at + 2]);
            }
        }

        return sum / (width * height);
    }

    /// <summary>Mean of the most frequent colour bin (32 values a channel) among the border's cells.</summary>
    private static Vector3 DominantOfBorder(Vector3[] colours, int width, int height) => colours
        .Where((_, i) => i % width is 0 || i % width == width - 1 || i / width is 0 || i / width == height - 1)
        .GroupBy(c => ((int)(c.X + 16) / 32, (int)(c.Y + 16) / 32, (int)(c.Z + 16) / 32))
        .OrderByDescending(bin => bin.Count()).ThenBy(bin => bin.Key)
        .Select(bin => bin.Aggregate(Vector3.Zero, (sum, c) => sum + c) / bin.Count())
        .First();
}
