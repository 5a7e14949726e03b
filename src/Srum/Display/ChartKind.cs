namespace Srum.Display;

/// <summary>How a chart draws its series.</summary>
public enum ChartKind
{
    /// <summary>Points joined by a line.</summary>
    Line,

    /// <summary>A bar a category, side by side a series.</summary>
    Bar,

    /// <summary>Points alone.</summary>
    Scatter,
}
