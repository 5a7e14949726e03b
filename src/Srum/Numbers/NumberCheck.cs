namespace Srum.Numbers;

/// <summary>One kind of computation, held against numbers that are known to be right.</summary>
/// <param name="Name">What was computed: <c>fp32 products</c>.</param>
/// <param name="Worst">Where it was farthest off, for people.</param>
/// <param name="Deviation">
/// How far off it was there, in units of what rounding on another processor explains: right up to 1; not a number where
/// a result was none.
/// </param>
public sealed record NumberCheck(string Name, string Worst, double Deviation)
{
    /// <summary>Whether rounding explains the difference.</summary>
    public bool IsRight => Deviation <= 1;
}
