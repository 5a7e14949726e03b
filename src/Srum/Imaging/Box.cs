namespace Srum.Imaging;

/// <summary>
/// A rectangle in relative coordinates: fractions of the picture's width and height, so that it survives any
/// resize. Left &lt; right and top &lt; bottom, all in [0, 1].
/// </summary>
/// <param name="Left">Left edge, fraction of the width.</param>
/// <param name="Top">Top edge, fraction of the height.</param>
/// <param name="Right">Right edge, fraction of the width, exclusive.</param>
/// <param name="Bottom">Bottom edge, fraction of the height, exclusive.</param>
public readonly record struct Box(double Left, double Top, double Right, double Bottom)
{
    /// <summary>The share of the picture that the box covers, in [0, 1].</summary>
    public double Area => Math.Max(0, Right - Left) * Math.Max(0, Bottom - Top);

    /// <summary>The share of the picture that this box and another both cover, in [0, 1].</summary>
    public double Overlap(Box other) => new Box(
        Math.Max(Left, other.Left), Math.Max(Top, other.Top),
        Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom)).Area;

    /// <summary>Intersection over union with another box, in [0, 1].</summary>
    public double Iou(Box other)
    {
        var overlap = Overlap(other);
        var union = Area + other.Area - overlap;
        return union <= 0 ? 0 : overlap / union;
    }
}
