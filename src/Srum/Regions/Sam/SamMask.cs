using Srum.Imaging;

namespace Srum.Regions.Sam;

/// <summary>A mask as logits over the whole picture, row by row: above 0 is inside.</summary>
/// <param name="Logits">width × height values.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="PredictedIou">The IoU that the model expects of it.</param>
internal sealed record SamMask(ReadOnlyMemory<float> Logits, int Width, int Height, float PredictedIou)
{
    /// <summary>The share of the picture that it covers.</summary>
    public double Area => (double)Above(0) / Logits.Length;

    /// <summary>
    /// Area cut at +offset over area cut at −offset: the IoU of the two, as one lies in the other; NaN where both are
    /// empty.
    /// </summary>
    public double Stability(double offset) => (double)Above(offset) / Above(-offset);

    /// <summary>The box around it; null where it is empty.</summary>
    public Box? Bounds
    {
        get
        {
            var (left, top, right, bottom) = (Width, Height, 0, 0);
            for (var row = 0; row < Height; row++)
            {
                var line = Logits.Span.Slice(row * Width, Width);
                for (var column = 0; column < Width; column++)
                {
                    if (line[column] > 0)
                    {
                        (left, right) = (Math.Min(left, column), Math.Max(right, column + 1));
                        (top, bottom) = (Math.Min(top, row), row + 1);
                    }
                }
            }

            return right == 0 ? null : new PixelBox(left, top, right, bottom).Relative(Width, Height);
        }
    }

    private int Above(double border)
    {
        var count = 0;
        foreach (var logit in Logits.Span)
        {
            count += logit > border ? 1 : 0;
        }

        return count;
    }
}
