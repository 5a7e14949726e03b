using System.Globalization;
using System.Security.Cryptography;
using Srum.Imaging;

namespace Srum.Regions;

/// <summary>
/// Boxes from a file, e.g. from a detector of one's own: a JSON object that gives for each picture (its file name) a
/// list of boxes <c>[left, top, right, bottom]</c> in pixels of that picture; a COCO data set; or a scored file of the
/// published tools (<c>.jsonl</c>). Where a file states the size of a picture, boxes are pixels of that size.
/// </summary>
public sealed class BoxFileProposer : IRegionProposer
{
    private readonly string path;
    private readonly Dictionary<string, PictureBoxes> boxes;

    /// <summary>Reads the file.</summary>
    /// <exception cref="SrumException">It is missing, or of none of these forms.</exception>
    public BoxFileProposer(string path)
    {
        this.path = path;
        boxes = BoxFile.Read(path);
        Name = $"boxes {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))[..16]}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="SrumException">A picture is not in the file, or a box of it is no box.</exception>
    public IReadOnlyList<IReadOnlyList<Box>> Propose(
        IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) => [.. pictures.Select(Of)];

    private IReadOnlyList<Box> Of(JudgeRequest request)
    {
        if ((boxes.GetValueOrDefault(request.PictureFile)
            ?? boxes.GetValueOrDefault(Path.GetFileName(request.PictureFile))) is not { } known)
        {
            throw new SrumException(
                $"The box file '{path}' names no boxes for '{request.PictureFile}'. Add it, with an empty list if it "
                + "has none.");
        }

        var (width, height) = known.Size is [var stated, var other] ? (stated, other)
            : (request.Picture.Width, request.Picture.Height);
        return
        [
            .. known.Boxes.Select(row => Relative(row, width, height)
                ?? (known.LeavesOut ? (Box?)null : throw NoBox(row, request, width, height)))
                .OfType<Box>().OrderByDescending(box => box.Area),
        ];
    }

    private static Box? Relative(double[]? row, double width, double height) =>
        row is [var left, var top, var right, var bottom] && left < right && top < bottom
        && left < width && top < height && right > 0 && bottom > 0
            ? new Box(
                Math.Max(0, left / width), Math.Max(0, top / height), Math.Min(1, right / width),
                Math.Min(1, bottom / height))
            : null;

    private SrumException NoBox(double[]? row, JudgeRequest request, double width, double height)
    {
        var edges = string.Join(", ", (row ?? []).Select(edge => edge.ToString(CultureInfo.InvariantCulture)));
        return new SrumException(string.Create(
            CultureInfo.InvariantCulture,
            $"The box file '{path}' has a box [{edges}] for '{request.PictureFile}' ({width} × {height} pixels). "
                + $"A box is left, top, right, bottom in pixels, left before right, top before bottom, and meets the "
                + $"picture."));
    }
}
