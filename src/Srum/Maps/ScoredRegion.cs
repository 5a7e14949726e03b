using Srum.Imaging;

namespace Srum.Maps;

/// <summary>A region's pixels and its score.</summary>
/// <param name="Box">Pixels of the map.</param>
/// <param name="Score">In [-1, 1] (the raw published rule takes any number).</param>
public readonly record struct ScoredRegion(PixelBox Box, double Score);
