using System.Text.Json;
using System.Text.Json.Serialization;
using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;
using PlotlyChart = Plotly.NET.CSharp.Chart;

namespace Srum.Charts.Figures;

/// <summary>
/// A chart's description as a figure of plotly.js, made by Plotly.NET. Only strings and streams go in and out, since
/// the callers live in another load context.
/// </summary>
public static class Figure
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
        RespectRequiredConstructorParameters = true,
    };

    private enum Kind
    {
        Line,
        Bar,
        Scatter,
    }

    /// <summary>
    /// The figure of a chart: an object with <c>data</c> and <c>layout</c>, without Plotly.NET's template.
    /// </summary>
    /// <param name="chart">The description as JSON, as Srum's chart serialises.</param>
    public static string Json(string chart) => GenericChart.toFigureJson(Chart(chart));

    /// <summary>The plotly.js that Plotly.NET embeds, minified.</summary>
    public static Stream Script() =>
        typeof(GenericChart).Assembly.GetManifestResourceStream("Plotly.NET.plotly-2.28.0.min.js")!;

    /// <summary>The same chart as Plotly.NET's own type.</summary>
    /// <param name="chart">The description as JSON.</param>
    public static GenericChart Chart(string chart)
    {
        var said = JsonSerializer.Deserialize<Description>(chart, Format)!;
        var drawn = PlotlyChart.Combine(said.Series.Select(series => Trace(said, series)));
        var layout = GenericChart.getLayout(drawn);
        layout.SetProperty("title", Text(said.Title));
        layout.SetProperty("showlegend", said.Series.Count > 1);
        if (said.Kind == Kind.Bar)
        {
            layout.SetProperty("barmode", "group");
        }

        var across = new LinearAxis();
        across.SetProperty("title", Text(said.XLabel));
        layout.SetProperty("xaxis", across);
        var upright = new LinearAxis();
        upright.SetProperty("title", Text(said.YLabel));
        if (said.YLeast is not null || said.YMost is not null)
        {
            upright.SetProperty("range", new[] { said.YLeast, said.YMost });
        }

        layout.SetProperty("yaxis", upright);
        return drawn;
    }

    private static GenericChart Trace(Description chart, Series series)
    {
        var trace = chart.Kind switch
        {
            Kind.Bar => PlotlyChart.Column<double, string, string>(
                series.Y, Keys: new Optional<IEnumerable<string>>(chart.Categories, true), Name: series.Name,
                UseDefaults: false),
            Kind.Line => PlotlyChart.Line<double, double, string>(
                series.X, series.Y, ShowMarkers: series.Errors is not null, Name: series.Name, UseDefaults: false),
            _ => PlotlyChart.Point<double, double, string>(series.X, series.Y, Name: series.Name, UseDefaults: false),
        };
        if (series.Errors is not null)
        {
            var errors = new Error();
            errors.SetProperty("type", "data");
            errors.SetProperty("array", series.Errors);
            GenericChart.getTraces(trace).Head.SetProperty("error_y", errors);
        }

        return trace;
    }

    private static Title Text(string text)
    {
        var title = new Title();
        title.SetProperty("text", text);
        return title;
    }

    private sealed record Description(
        string Title, Kind Kind, string XLabel, string YLabel, IReadOnlyList<string> Categories,
        IReadOnlyList<Series> Series, double? YLeast, double? YMost);

    private sealed record Series(
        string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double>? Errors);
}
