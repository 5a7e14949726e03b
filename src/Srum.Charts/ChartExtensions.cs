using Srum.Display;

namespace Srum.Charts;

/// <summary>From a chart to its interactive form.</summary>
public static class ChartExtensions
{
    /// <summary>
    /// The chart with zoom and values under the pointer. In a notebook the first call of a kernel also shows plotly.js;
    /// after the page was loaded anew, show a <see cref="PlotlyScript"/> again.
    /// </summary>
    /// <param name="chart">What to show.</param>
    public static InteractiveChart Interactive(this Chart chart)
    {
        PlotlyScript.ShowOnce();
        return new InteractiveChart(chart);
    }
}
