namespace Srum.Benchmarks;

/// <summary>A detected object of GenEval: corners in pixels and the colour that was recognised.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Lower edge.</param>
/// <param name="Colour">Name of its colour; null = not recognised.</param>
public sealed record DetectedObject(double Left, double Top, double Right, double Bottom, string? Colour)
{
    internal (double X, double Y) Centre => ((Left + Right) / 2, (Top + Bottom) / 2);
}
