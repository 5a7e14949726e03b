using System.Security.Cryptography;
using System.Text.Json;
using Srum.Files;
using Srum.Imaging;

namespace Srum.Regions;

/// <summary>
/// Boxes from a file: a JSON object that gives for each picture (its file name) a list of boxes
/// <c>[left, top, right, bottom]</c> in pixels of that picture, e.g. from a detector of one's own.
/// </summary>
public sealed class BoxFileProposer : IRegionProposer
{
    private readonly string path;
    private readonly Dictionary<string, double[]?[]?> boxes;

    /// <summary>Reads the file.</summary>
    /// <exception cref="SrumException">It is missing, or not such an object.</exception>
    public BoxFileProposer(string path)
    {
        this.path = path;
        boxes = JsonFile.Read<Dictionary<string, double[]?[]?>>(
            path,
            new JsonSerializerOptions { AllowDuplicateProperties = false },
            "A box file is a JSON object like {\"0001.png\": [[10, 20, 60, 80]]}: for each picture a list of boxes "
            + "left, top, right, bottom in pixels.");
        Name = $"boxes {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))[..16]}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="SrumException">A picture is not in the file, or a box of it is no box.</exception>
    public IReadOnlyList<IReadOnlyList<Box>> Propose(IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
        [.. pictures.Select(Of)];

    private IReadOnlyList<Box> Of(JudgeRequest request)
    {
        if ((boxes.GetValueOrDefault(request.PictureFile) ?? boxes.GetValueOrDefault(Path.GetFileName(request.PictureFile))) is not { } rows)
        {
            throw new SrumException(
                $"The box file '{path}' names no boxes for '{request.PictureFile}'. Add it, with an empty list if it has none.");
        }

        return [.. rows.Select(row => Relative(row, request)).OrderByDescending(box => box.Area)];
    }

    private Box Relative(double[]? row, JudgeRequest request)
    {
        var (width, height) = (request.Picture.Width, request.Picture.Height);
        if (row is [var left, var top, var right, var bottom] && left < right && top < bottom
            && left < width && top < height && right > 0 && bottom > 0)
        {
            return new Box(
                Math.Max(0, left / width), Math.Max(0, top / height), Math.Min(1, right / width), Math.Min(1, bottom / height));
        }

        throw new SrumException(
            $"The box file '{path}' has a box [{string.Join(", ", row ?? [])}] for '{request.PictureFile}' ({width} × {height} pixels). "
            + "A box is left, top, right, bottom in pixels, left before right, top before bottom, and meets the picture.");
    }
}
