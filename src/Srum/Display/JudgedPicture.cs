using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;

namespace Srum.Display;

/// <summary>
/// What the judge said, painted: the picture with coloured boxes beside the picture under its reward map.
/// </summary>
public static class JudgedPicture
{
    private const int LeastSide = 256;

    /// <summary>Paints both halves side by side, enlarged where the picture is small.</summary>
    /// <param name="picture">The judged picture.</param>
    /// <param name="regions">Its judged regions: red below zero, grey at zero, teal above.</param>
    /// <param name="map">Its reward map; null leaves the second half as the picture is.</param>
    public static Picture Paint(Picture picture, IReadOnlyList<JudgedRegion> regions, RewardMap? map)
    {
        var scale = Math.Max(1, (LeastSide + picture.Width - 1) / picture.Width);
        var (width, height) = (picture.Width * scale, picture.Height * scale);
        var rgb = new byte[2 * width * height * 3];
        var colours = map is null ? null : HeatScale.Of(RewardOverlay.Grid([.. map.Pixels], map.Height, map.Width));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var pixel = (y / scale * picture.Width) + (x / scale);
                var source = picture.Rgb.AsSpan(3 * pixel, 3);
                source.CopyTo(rgb.AsSpan(3 * ((2 * width * y) + x)));
                var right = rgb.AsSpan(3 * ((2 * width * y) + width + x), 3);
                source.CopyTo(right);
                if (map is not null)
                {
                    var heat = Heat.Rgb(colours!.Place(map.Pixels[pixel]));
                    for (var c = 0; c < 3; c++)
                    {
                        right[c] = (byte)(((2 * HeatScale.Grey(source)) + (3 * heat[c])) / 5);
                    }
                }
            }
        }

        foreach (var region in regions)
        {
            Outline(rgb, 2 * width, width, height, region.Box, Heat.Rgb(region.Score ?? 0));
        }

        return new Picture(2 * width, height, rgb);
    }

    private static void Outline(byte[] rgb, int stride, int width, int height, Box box, byte[] colour)
    {
        const int Thick = 3;
        var (left, right) = ((int)(box.Left * width), Math.Min(width, (int)Math.Ceiling(box.Right * width)));
        var (top, bottom) = ((int)(box.Top * height), Math.Min(height, (int)Math.Ceiling(box.Bottom * height)));
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                if (x < left + Thick || x >= right - Thick || y < top + Thick || y >= bottom - Thick)
                {
                    colour.CopyTo(rgb.AsSpan(3 * ((stride * y) + x)));
                }
            }
        }
    }
}
