namespace Srum.Display;

/// <summary>One series of a chart.</summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="X">
/// Horizontal values; ignored (may be empty) for bars, which follow <see cref="Chart.Categories"/>.
/// </param>
/// <param name="Y">Vertical values; NaN leaves a gap.</param>
/// <param name="Errors">Half length of each error bar, in the unit of Y; null = none.</param>
public sealed record ChartSeries(
    string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? Errors = null);
