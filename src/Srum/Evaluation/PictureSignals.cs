using Srum.Imaging;
using Srum.Regions;

namespace Srum.Evaluation;

/// <summary>
/// Plain measures of a picture that no prompt asks for. Where a reward moves them, it is being gamed rather than
/// earned: a hacked model drew ever darker, plainer pictures.
/// </summary>
/// <param name="Brightness">Mean luma (ITU-R BT.601), in [0, 1].</param>
/// <param name="EdgeDensity">
/// Share of pixels at an edge: luma differs by more than 0.1 across the pixel, along either axis.
/// </param>
/// <param name="ColourEntropy">
/// Entropy of the colours, four levels a channel, in bits: 0 for one colour, 6 for all 64 alike.
/// </param>
/// <param name="ObjectSize">
/// Mean area of the regions that segmentation finds, as a share of the picture; 0 where it finds none.
/// </param>
public sealed record PictureSignals(double Brightness, double EdgeDensity, double ColourEntropy, double ObjectSize)
{
    private const double Edge = 0.1;
    private static readonly SegmentProposer Segments = new();

    /// <summary>Measures a picture.</summary>
    public static PictureSignals Of(Picture picture)
    {
        var (width, height, rgb) = (picture.Width, picture.Height, picture.Rgb);
        var luma = new double[width * height];
        var colours = new int[64];
        for (var i = 0; i < luma.Length; i++)
        {
            var (red, green, blue) = (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]);
            luma[i] = ((0.299 * red) + (0.587 * green) + (0.114 * blue)) / 255;
            colours[(red / 64 * 16) + (green / 64 * 4) + (blue / 64)]++;
        }

        var edges = Enumerable.Range(0, luma.Length).Count(i =>
            Differs(i, Math.Max(0, (i % width) - 1) - (i % width), Math.Min(width - 1, (i % width) + 1) - (i % width))
            || Differs(
                i, width * (Math.Max(0, (i / width) - 1) - (i / width)),
                width * (Math.Min(height - 1, (i / width) + 1) - (i / width))));
        var boxes = Segments.Propose(picture);
        return new PictureSignals(
            luma.Average(),
            (double)edges / luma.Length,
            -colours.Where(count => count > 0).Select(count => (double)count / luma.Length)
                .Sum(share => share * Math.Log2(share)),
            boxes.Count == 0 ? 0 : boxes.Average(box => box.Area));

        bool Differs(int at, int before, int after) => Math.Abs(luma[at + before] - luma[at + after]) > Edge;
    }

    /// <summary>
    /// How different pictures are from each other: root mean square difference of their bytes over 255, in [0, 1], mean
    /// over all pairs. Near 0 for several seeds of a prompt, a model draws one and the same picture.
    /// </summary>
    /// <param name="pictures">Pictures of one size.</param>
    /// <returns>Null for less than two.</returns>
    public static double? Diversity(IReadOnlyList<Picture> pictures)
    {
        var pairs = from i in Enumerable.Range(0, pictures.Count) from j in Enumerable.Range(0, i) select Distance(
            pictures[i].Rgb, pictures[j].Rgb);
        return pictures.Count < 2 ? null : pairs.Average();

        static double Distance(byte[] a, byte[] b) =>
            Math.Sqrt(a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Average()) / 255;
    }
}
