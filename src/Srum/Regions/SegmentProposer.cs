using Srum.Imaging;

namespace Srum.Regions;

/// <summary>
/// Class-agnostic segmentation without a network: what differs from the dominant colour of the border, in connected
/// components of one colour direction. Fragments join the component they lie in, components that hang together by a
/// thin bridge are cut. Made for plain backgrounds; on photographs it finds large areas that stand out.
/// </summary>
/// <param name="settings">Constants; null takes the defaults.</param>
public sealed class SegmentProposer(SegmentSettings? settings = null) : IRegionProposer
{
    private readonly SegmentSettings settings = settings ?? new();

    /// <inheritdoc/>
    public string Name => this.settings == new SegmentSettings() ? "segments" : $"segments {this.settings}";

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<Box>> Propose(
        IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
        [.. pictures.Select(p =>
        {
            cancel.ThrowIfCancellationRequested();
            return Propose(p.Picture);
        })];

    /// <summary>Boxes of one picture, largest first.</summary>
    public IReadOnlyList<Box> Propose(Picture picture)
    {
        var grid = ContrastGrid.Of(picture, settings);
        var components = ComponentSearch.Find(grid, settings)
            .SelectMany(component => BridgeCut.Split(component, grid, settings));
        return [.. components.Select(grid.Bounds)
            .Where(box => box.Area >= settings.MinimumArea)
            .OrderByDescending(box => box.Area)
            // equal ones in reading order
            .ThenBy(box => box.Top + box.Bottom >= 1).ThenBy(box => box.Left + box.Right >= 1)
            .Take(settings.Limit)];
    }
}
