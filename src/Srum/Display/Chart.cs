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

/// <summary>
/// What a chart shows, apart from how it is drawn: one description serves the SVG of reports and notebooks and any
/// interactive renderer. Its <see cref="ToHtml"/> is the SVG.
/// </summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record Chart : IView
{
    /// <summary>Title above the chart; empty = none.</summary>
    public string Title { get; init; } = "";

    /// <summary>How the series are drawn. Default line.</summary>
    public ChartKind Kind { get; init; } = ChartKind.Line;

    /// <summary>Label of the horizontal axis, with its unit.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Label of the vertical axis, with its unit.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Names of the bars' groups; empty for lines and scatters. A bar series has one value each.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>The series, in the order of the legend.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Least value of the vertical axis; null = from the values.</summary>
    public double? YLeast { get; init; }

    /// <summary>Greatest value of the vertical axis; null = from the values.</summary>
    public double? YMost { get; init; }

    /// <inheritdoc/>
    public string ToHtml() => SvgChart.Render(this);
}

/// <summary>One series of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="X">
/// Horizontal values; ignored (may be empty) for bars, which follow <see cref="Chart.Categories"/>.
/// </param>
/// <param name="Y">Vertical values; NaN leaves a gap.</param>
/// <param name="Errors">Half length of each error bar, in the unit of Y; null = none.</param>
public sealed record ChartSeries(
    string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? Errors = null);
