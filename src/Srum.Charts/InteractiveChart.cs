using System.Text.Json;
using System.Text.Json.Serialization;
using Srum.Display;

namespace Srum.Charts;

/// <summary>
/// A chart that answers the pointer: the picture that <see cref="SvgChart"/> draws, with its figure beside it, which
/// plotly.js draws over the picture once the page has it (<see cref="PlotlyScript"/>). Where no script runs, the
/// picture stays.
/// </summary>
/// <param name="chart">What to show.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class InteractiveChart(Chart chart) : IView
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The figure: <c>data</c> and <c>layout</c> of plotly.js as JSON, made by Plotly.NET.</summary>
    /// <exception cref="SrumException">The kit's folder <c>charts</c> is missing.</exception>
    public string Figure => ChartsFolder.Found.Figure(Description);

    /// <summary>The chart's description as the isolated half takes it.</summary>
    internal string Description => JsonSerializer.Serialize(chart, Format);

    /// <inheritdoc/>
    public string ToHtml() =>
        // With every < written as its code, no text of the figure can end the element around it.
        "<div class=\"srum-chart\" style=\"max-width:640px\">" + chart.ToHtml()
        + $"<script type=\"application/json\">{Figure.Replace("<", "\\u003c", StringComparison.Ordinal)}</script><script>window.srumCharts&&window.srumCharts()</script></div>";
}
