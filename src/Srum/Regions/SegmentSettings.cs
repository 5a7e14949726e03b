using System.Globalization;

namespace Srum.Regions;

/// <summary>
/// Constants of <see cref="SegmentProposer"/>; the defaults were chosen on rendered and blurred scenes.
/// </summary>
public sealed record SegmentSettings
{
    /// <summary>
    /// Distance in RGB (0 to 441) from the background at which a pixel belongs to something. Default 36.
    /// </summary>
    public double Contrast { get; init; } = 36;

    /// <summary>
    /// Two neighbours belong together when the cosine between their differences from the background is at least this:
    /// half-covered pixels of an edge keep their object's direction. Default 0.9.
    /// </summary>
    public double SameColour { get; init; } = 0.9;

    /// <summary>Smallest box, as a share of the picture. Default 0.01.</summary>
    public double MinimumArea { get; init; } = 0.01;

    /// <summary>
    /// A component is cut in two where its thinnest single bridge is at most this share of its thickest section.
    /// Default 0.35; 0 never cuts.
    /// </summary>
    public double Bridge { get; init; } = 0.35;

    /// <summary>
    /// Longest side in pixels at which components are sought; larger pictures are averaged down. Default 96.
    /// </summary>
    public int WorkingSide { get; init; } = 96;

    /// <summary>Most boxes a picture. Default 10; the judge may ask for fewer.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>All constants, the same in every culture: judgements are known by it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{nameof(SegmentSettings)} {{ Contrast = {Contrast}, SameColour = {SameColour}, MinimumArea = {MinimumArea}, "
            + $"Bridge = {Bridge}, WorkingSide = {WorkingSide}, Limit = {Limit} }}");
}
