using System.Text.Json.Serialization;

namespace Srum.Maps;

/// <summary>
/// How scores become weights. A pixel in regions takes <c>RegionOffset + RegionScale · s</c> (by <see cref="Overlap"/>
/// where several meet), any other <see cref="Background"/>; the map is scaled by α = AlphaOffset + AlphaScale · g,
/// pooled to tokens and cut at <c>−NegativeCap</c>.
/// </summary>
public sealed record MapRule
{
    /// <summary>
    /// The authors' code: background 0.5 and the maximum with (s + 1)/2, so that no region falls below neutral;
    /// bilinear. Weights in [0, 1].
    /// </summary>
    public static MapRule Published { get; } = new() { Name = "published" };

    /// <summary>
    /// The paper's formula α · R with R in [-1, 1]: background 0, the score of largest magnitude, mean over the token.
    /// What the paper leaves open is this project's choice.
    /// </summary>
    public static MapRule Signed { get; } = new()
    {
        Name = "signed", Background = 0, BackgroundIsFloor = false, RegionOffset = 0, RegionScale = 1,
        Overlap = MapOverlap.LargestMagnitude, Pooling = MapPooling.Area, NegativeCap = 0.5,
    };

    /// <summary>
    /// This project's: α · (R + 1)/2, regions replace the background of 0.5 and the worst counts; mean over the token.
    /// Weights in [0, 1].
    /// </summary>
    public static MapRule Dense { get; } = new()
    {
        Name = "dense", BackgroundIsFloor = false, Overlap = MapOverlap.Smallest, Pooling = MapPooling.Area,
    };

    /// <summary>The three rules.</summary>
    public static IReadOnlyList<MapRule> All { get; } = [Published, Signed, Dense];

    /// <summary>Name of the rule; a rule with other constants needs one of its own.</summary>
    public required string Name { get; init; }

    /// <summary>Value outside all regions. Default 0.5.</summary>
    public double Background { get; init; } = 0.5;

    /// <summary>True (default): no region pulls a pixel below the background, as published.</summary>
    public bool BackgroundIsFloor { get; init; } = true;

    /// <summary>Value of a region of score 0. Default 0.5.</summary>
    public double RegionOffset { get; init; } = 0.5;

    /// <summary>Gain of a region's score. Default 0.5.</summary>
    public double RegionScale { get; init; } = 0.5;

    /// <summary>Where regions overlap. Default the largest.</summary>
    public MapOverlap Overlap { get; init; } = MapOverlap.Largest;

    /// <summary>α at layout score 0. Default 0.5.</summary>
    public double AlphaOffset { get; init; } = 0.5;

    /// <summary>Gain of the layout score in α. Default 0.5.</summary>
    public double AlphaScale { get; init; } = 0.5;

    /// <summary>How pixels become tokens. Default bilinear.</summary>
    public MapPooling Pooling { get; init; } = MapPooling.Bilinear;

    /// <summary>
    /// A token's weight is at least −cap; null = no bound. <see cref="Signed"/> has 0.5, the default weight of the
    /// constraint: a token whose weight and constraint sum to less than 0 has a squared error without a minimum.
    /// </summary>
    public double? NegativeCap { get; init; }

    /// <summary>
    /// Paints the map in place of everything above but <see cref="Pooling"/> and <see cref="NegativeCap"/>; null
    /// (default) = the constants do. Settings and records know it by <see cref="Name"/> alone.
    /// </summary>
    [JsonIgnore]
    public MapPainter? Painter { get; private init; }

    /// <summary>
    /// A rule of one's own. What is trained with it is kept under its name: a function that has changed needs another.
    /// Tokens take the mean over their pixels and at least −0.5, as under <see cref="Signed"/>.
    /// </summary>
    /// <param name="name">Letters, digits, dots and hyphens; none of the three rules' names.</param>
    /// <param name="painter">Regions, scores and layout → map; the same input must always give the same map.</param>
    /// <exception cref="SrumException">The name is taken, or could not stand in a file's name.</exception>
    public static MapRule Own(string name, MapPainter painter) =>
        name.Length > 0
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
            && All.All(rule => rule.Name != name)
            ? new MapRule { Name = name, Painter = painter, Pooling = MapPooling.Area, NegativeCap =
                Signed.NegativeCap }
            : throw new SrumException(
                $"A rule of one's own cannot be called '{name}'. Take letters, digits, dots and hyphens, and none of: "
                    + $"{string.Join(", ", All.Select(rule => rule.Name))}.");

    /// <summary>The rule of a name.</summary>
    /// <exception cref="SrumException">There is none.</exception>
    public static MapRule Find(string name) => All.FirstOrDefault(rule => rule.Name == name) ?? throw new SrumException(
        $"There is no reward map rule '{name}'. Choose one of: {string.Join(", ", All.Select(rule => rule.Name))}.");

    /// <summary>Checks every range; a name of one of the three rules belongs to that very rule.</summary>
    /// <exception cref="SettingException">Something is out of range; the message names it.</exception>
    internal void Validate()
    {
        foreach (var (name, value) in ((string, double)[])
            [
                ("background", Background), ("regionOffset", RegionOffset), ("regionScale", RegionScale),
                ("alphaOffset", AlphaOffset), ("alphaScale", AlphaScale),
            ])
        {
            Require(double.IsFinite(value), name, value, "finite");
        }

        Require(
            NegativeCap is not { } cap || (cap >= 0 && double.IsFinite(cap)), "negativeCap", NegativeCap,
            "at least 0 and finite");
        RequireNamed("overlap", Overlap);
        RequireNamed("pooling", Pooling);
        Require(
            All.All(rule => rule.Name != Name || rule == this), "name", Name,
            "another one, since the constants are not those of the rule of that name");

        static void RequireNamed<T>(string name, T value) where T : struct, Enum =>
            Require(Enum.IsDefined(value), name, value, "one of " + string.Join(", ", Enum.GetNames<T>()));

        static void Require(bool holds, string name, object? value, string range) =>
            SettingException.Require(holds, "train.objective.map." + name, value, range);
    }

    /// <summary>
    /// Whether a bad region takes a weight below 0, so that 0 is neutral; elsewhere 0 is worst. A rule of one's own
    /// counts as not signed.
    /// </summary>
    [JsonIgnore]
    public bool IsSigned => Painter is null && Region(-1) < 0;

    /// <summary>A region's value.</summary>
    public double Region(double score) => RegionOffset + (RegionScale * score);

    /// <summary>The factor of a layout score; 1 where there is none.</summary>
    public double Alpha(double? layout) => layout is { } score ? AlphaOffset + (AlphaScale * score) : 1;

    /// <summary>
    /// The weight of a region of this score, where nothing overlaps it: its value, floor and α included.
    /// </summary>
    /// <param name="score">The region's score.</param>
    /// <param name="layout">The layout's; null = none.</param>
    public double Weight(double score, double? layout) =>
        Alpha(layout) * Grounded(Region(score));

    /// <summary>What becomes of a pixel's value, floor included; not a number = no region is there.</summary>
    internal double Grounded(double value) =>
        double.IsNaN(value) ? Background : BackgroundIsFloor ? Math.Max(Background, value) : value;

    internal bool Wins(double value, double over) => Overlap switch
    {
        MapOverlap.Largest => value > over,
        MapOverlap.Smallest => value < over,
        _ => Math.Abs(value) > Math.Abs(over) || (Math.Abs(value) == Math.Abs(over) && value < over),
    };
}
