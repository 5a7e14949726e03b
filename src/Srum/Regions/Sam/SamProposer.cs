using System.Security.Cryptography;
using System.Text.Json;
using Srum.Imaging;
using Srum.Runs;

namespace Srum.Regions.Sam;

/// <summary>
/// Regions from a segment-anything model: the boxes of the masks that its automatic generation keeps. Which exports are
/// read says <see cref="SamModel"/>.
/// </summary>
public sealed class SamProposer : IRegionProposer, IDisposable
{
    private readonly SamSettings settings;
    private readonly Lazy<SamModel> model;

    /// <summary>Names the files by their content; they are opened when the first picture comes.</summary>
    /// <param name="settings">The files and constants.</param>
    /// <exception cref="SrumException">A file is missing, or a setting out of range.</exception>
    public SamProposer(SamSettings settings)
    {
        settings.Validate();
        this.settings = settings;
        model = new Lazy<SamModel>(() => SamModel.Open(settings.Encoder, settings.Decoder));
        // Where the files lie decides nothing.
        var constants = JsonSerializer.Serialize(settings with { Encoder = "", Decoder = "" }, RecordFormat.Line);
        Name = $"sam {Hash(settings.Encoder)} {Hash(settings.Decoder)} {ContentKey.Of(constants)[..8]}";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="SrumException">The files are no export that is read.</exception>
    public IReadOnlyList<IReadOnlyList<Box>> Propose(
        IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
        [.. pictures.Select(request => Propose(request.Picture, cancel))];

    /// <summary>Boxes of one picture, largest first.</summary>
    public IReadOnlyList<Box> Propose(Picture picture, CancellationToken cancel = default)
    {
        var seen = model.Value.Encode(picture);
        var kept = new List<(Box Box, double PredictedIou)>();
        for (var place = 0; place < settings.PointsPerSide * settings.PointsPerSide; place++)
        {
            cancel.ThrowIfCancellationRequested();
            // The middle of each cell of a grid over the picture.
            var x = ((place % settings.PointsPerSide) + 0.5) / settings.PointsPerSide;
            var y = ((place / settings.PointsPerSide) + 0.5) / settings.PointsPerSide;
            kept.AddRange(model.Value.Decode(seen, x, y).Where(IsKept)
                .Select(mask => (mask.Bounds!.Value, (double)mask.PredictedIou)));
        }

        return [.. BoxSuppression.Keep(kept, settings.BoxOverlap).OrderByDescending(box => box.Area)];
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        if (model.IsValueCreated)
        {
            model.Value.Dispose();
        }
    }

    private bool IsKept(SamMask mask) =>
        mask.PredictedIou > settings.PredictedIou
        && mask.Stability(settings.StabilityOffset) >= settings.Stability
        && mask.Area >= settings.MinimumArea && mask.Bounds is not null;

    private static string Hash(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            return Convert.ToHexStringLower(SHA256.HashData(stream))[..16];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"The ONNX file '{file}' cannot be read: {failure.Message}", failure);
        }
    }
}
