using System.Numerics;
using System.Runtime.InteropServices;

namespace Srum.Imaging;

/// <summary>
/// Bicubic resize (a = −0.5) with anti-aliasing, as PIL does it: two passes, width first, in fixed point of 22 bits,
/// rounded and clipped to 8 bits after each. Byte for byte the same, which no float resize is.
/// </summary>
public static class Resize
{
    // 8 bits of a channel and 2 of overshoot leave 22 of an int for the weights.
    private const int PrecisionBits = 32 - 8 - 2;
    private const int Half = 1 << (PrecisionBits - 1);

    /// <summary>Resizes a picture; one of that size already is returned as it is.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="width">New width in pixels, at least 1.</param>
    /// <param name="height">New height in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public static Picture Bicubic(Picture picture, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        var narrowed = picture.Width == width ? picture : Horizontal(picture, Taps.Of(picture.Width, width));
        return picture.Height == height ? narrowed : Vertical(narrowed, Taps.Of(picture.Height, height));
    }

    private static Picture Horizontal(Picture source, Taps taps)
    {
        var width = taps.First.Length;
        var (from, to) = (source.Rgb, new byte[checked(width * source.Height * 3)]);
        for (var row = 0; row < source.Height; row++)
        {
            var line = from.AsSpan(row * source.Width * 3, source.Width * 3);
            var written = to.AsSpan(row * width * 3, width * 3);
            for (var x = 0; x < width; x++)
            {
                var (red, green, blue) = (Half, Half, Half);
                var at = taps.First[x] * 3;
                foreach (var weight in taps.Of(x))
                {
                    red += line[at] * weight;
                    green += line[at + 1] * weight;
                    blue += line[at + 2] * weight;
                    at += 3;
                }

                (written[x * 3], written[(x * 3) + 1], written[(x * 3) + 2]) = (Clip(red), Clip(green), Clip(blue));
            }
        }

        return new Picture(width, source.Height, to);
    }

    private static Picture Vertical(Picture source, Taps taps)
    {
        var height = taps.First.Length;
        var length = source.Width * 3;
        var to = new byte[checked(length * height)];
        var sums = new int[length];
        for (var y = 0; y < height; y++)
        {
            Array.Fill(sums, Half);
            var row = taps.First[y];
            foreach (var weight in taps.Of(y))
            {
                Add(source.Rgb.AsSpan(row++ * length, length), weight, sums);
            }

            var written = to.AsSpan(y * length, length);
            for (var i = 0; i < length; i++)
            {
                written[i] = Clip(sums[i]);
            }
        }

        return new Picture(source.Width, height, to);
    }

    // sums += line · weight, as many lanes at once as the processor has.
    private static void Add(ReadOnlySpan<byte> line, int weight, Span<int> sums)
    {
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var lanes = Vector<int>.Count;
            for (; i <= line.Length - Vector<byte>.Count; i += Vector<byte>.Count)
            {
                Vector.Widen(new Vector<byte>(line[i..]), out var low, out var high);
                Vector.Widen(low, out var a, out var b);
                Vector.Widen(high, out var c, out var d);
                var part = MemoryMarshal.Cast<int, Vector<int>>(sums.Slice(i, 4 * lanes));
                part[0] += Vector.AsVectorInt32(a) * weight;
                part[1] += Vector.AsVectorInt32(b) * weight;
                part[2] += Vector.AsVectorInt32(c) * weight;
                part[3] += Vector.AsVectorInt32(d) * weight;
            }
        }

        for (; i < line.Length; i++)
        {
            sums[i] += line[i] * weight;
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> PrecisionBits, 0, 255);

    /// <summary>
    /// For every pixel of the result: the first pixel it is made of, and the weights of those from there on.
    /// </summary>
    private sealed class Taps
    {
        private readonly int[] weights;
        private readonly int[] counts;
        private readonly int most;

        private Taps(int from, int to)
        {
            var scale = (double)from / to;
            var stretch = Math.Max(scale, 1.0); // shrinking widens the filter: that is the anti-aliasing
            var support = 2.0 * stretch;
            most = ((int)Math.Ceiling(support) * 2) + 1;
            (First, counts, weights) = (new int[to], new int[to], new int[to * most]);
            var exact = new double[most];
            for (var x = 0; x < to; x++)
            {
                var center = (x + 0.5) * scale;
                var first = Math.Max(0, (int)(center - support + 0.5));
                var count = Math.Min(from, (int)(center + support + 0.5)) - first;
                var sum = 0.0;
                for (var i = 0; i < count; i++)
                {
                    exact[i] = Cubic((i + first - center + 0.5) * (1.0 / stretch));
                    sum += exact[i];
                }

                for (var i = 0; i < count; i++)
                {
                    var weight = sum == 0 ? exact[i] : exact[i] / sum;
                    weights[(x * most) + i] = (int)((weight * (1 << PrecisionBits)) + (weight < 0 ? -0.5 : 0.5));
                }

                (First[x], counts[x]) = (first, count);
            }
        }

        public int[] First { get; }

        public static Taps Of(int from, int to) => new(from, to);

        public ReadOnlySpan<int> Of(int x) => weights.AsSpan(x * most, counts[x]);

        private static double Cubic(double x)
        {
            const double a = -0.5;
            x = Math.Abs(x);
            return x < 1.0 ? ((((a + 2.0) * x) - (a + 3.0)) * x * x) + 1
                : x < 2.0 ? ((((x - 5) * x) + 8) * x - 4) * a
                : 0.0;
        }
    }
}
