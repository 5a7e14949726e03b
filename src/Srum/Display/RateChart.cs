using Srum.Evaluation;

namespace Srum.Display;

/// <summary>Rates against something that was varied.</summary>
public static class RateChart
{
    /// <summary>Lines of rates in per cent with their 95 % intervals, from 0 to 100.</summary>
    /// <param name="title">Title.</param>
    /// <param name="xLabel">What was varied, with its unit.</param>
    /// <param name="x">Its values.</param>
    /// <param name="lines">A name and one estimate for each value of <paramref name="x"/>.</param>
    public static Chart Of(
        string title, string xLabel, IReadOnlyList<double> x,
        params IReadOnlyList<(string Name, IReadOnlyList<Estimate> Rates)> lines) =>
        new()
    {
        Title = title,
        XLabel = xLabel,
        YLabel = "per cent",
        YLeast = 0,
        YMost = 100,
        Series = [.. lines.Select(
            line => Shown(line.Name, [.. x.Zip(line.Rates).Where(point => point.Second.HasInterval)]))],
    };

    private static ChartSeries Shown(string name, IReadOnlyList<(double X, Estimate Rate)> points) => new(
        name, [.. points.Select(point => point.X)], [.. points.Select(point => 100 * point.Rate.Mean)],
        [.. points.Select(point => 100 * point.Rate.Margin)]);
}
