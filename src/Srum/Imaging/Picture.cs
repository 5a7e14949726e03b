namespace Srum.Imaging;

/// <summary>An RGB picture of 8 bits a channel. Immutable: treat <see cref="Rgb"/> as read-only.</summary>
public sealed class Picture
{
    /// <summary>Wraps pixels without copying them.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="rgb">height · width · 3 bytes, row by row, red, green, blue.</param>
    /// <exception cref="ArgumentException">The sizes are not positive or do not fit the bytes.</exception>
    public Picture(int width, int height, byte[] rgb)
    {
        if (width < 1 || height < 1 || rgb.Length != (long)width * height * 3)
        {
            throw new ArgumentException(
                $"{width} × {height} pixels need {(long)width * height * 3} bytes, not {rgb.Length}.", nameof(rgb));
        }

        (Width, Height, Rgb) = (width, height, rgb);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The largest square in the middle; this picture, where it is one.</summary>
    public Picture MiddleSquare()
    {
        var side = Math.Min(Width, Height);
        if (Width == Height)
        {
            return this;
        }

        var rgb = new byte[side * side * 3];
        var (left, top) = ((Width - side) / 2, (Height - side) / 2);
        for (var row = 0; row < side; row++)
        {
            Rgb.AsSpan((((top + row) * Width) + left) * 3, side * 3).CopyTo(rgb.AsSpan(row * side * 3));
        }

        return new Picture(side, side, rgb);
    }

    /// <summary>The picture with every pixel as a square of pixels, without blur.</summary>
    /// <param name="factor">Pixels a side of each square, at least 1.</param>
    public Picture Enlarged(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        var (width, height) = (Width * factor, Height * factor);
        var rgb = new byte[width * height * 3];
        for (var at = 0; at < width * height; at++)
        {
            var source = ((at / width / factor * Width) + (at % width / factor)) * 3;
            Rgb.AsSpan(source, 3).CopyTo(rgb.AsSpan(at * 3));
        }

        return new Picture(width, height, rgb);
    }

    /// <summary>The bytes: height · width · 3, row by row, red, green, blue.</summary>
    public byte[] Rgb { get; }
}
