using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Srum.Display;

/// <summary>
/// Draws a <see cref="Chart"/> as SVG with OxyPlot's managed exporter: no fonts, no natives, no browser.
/// </summary>
public static partial class SvgChart
{
    // Text and axes are drawn in a colour of their own that the SVG then replaces by the page's text colour, so that
    // one chart is readable on light and dark pages.
    private static readonly OxyColor Ink = OxyColor.FromRgb(1, 2, 3);
    private static readonly OxyColor Grid = OxyColor.FromArgb(48, 128, 128, 128);

    // Okabe and Ito's palette, which colour-blind readers can tell apart; yellow left out (too light on white).
    private static readonly OxyColor[] Palette =
    [
        OxyColor.FromRgb(0, 114, 178), OxyColor.FromRgb(213, 94, 0), OxyColor.FromRgb(0, 158, 115),
        OxyColor.FromRgb(204, 121, 167), OxyColor.FromRgb(86, 180, 233), OxyColor.FromRgb(230, 159, 0),
    ];

    // So that nobody has to tell series apart by colour.
    private static readonly LineStyle[] Styles =
        [LineStyle.Solid, LineStyle.Dash, LineStyle.Dot, LineStyle.DashDot, LineStyle.LongDash, LineStyle.LongDashDot];

    // The same in the legend, in pixels.
    private static readonly string[] Dashes = ["none", "8 4", "2 4", "8 3 2 3", "12 4", "12 4 2 4"];

    private static readonly MarkerType[] Markers =
        [MarkerType.Circle, MarkerType.Square, MarkerType.Triangle, MarkerType.Diamond];

    /// <summary>The chart as one <c>svg</c> element.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="wanted">
    /// Width of the drawing, null = 460 or what the names of the categories need; the element shrinks with its page.
    /// </param>
    /// <param name="height">Height of the drawing.</param>
    /// <exception cref="SrumException">A series has more or fewer values than it must.</exception>
    public static string Render(Chart chart, int? wanted = null, int height = 280)
    {
        Check(chart);
        var width = wanted
            ?? Math.Max(460, 80
                + (chart.Categories.Count
                    * (16 + (7 * chart.Categories.Select(name => name.Length).DefaultIfEmpty().Max()))));
        var plot = new PlotModel
        {
            Title = chart.Title.Length == 0 ? null : Plain(chart.Title),
            TitleFontSize = 14,
            TitleFontWeight = FontWeights.Bold,
            TextColor = Ink,
            TitleColor = Ink,
            PlotAreaBorderColor = Grid,
            DefaultFont = "Arial",
            DefaultFontSize = 12,
        };
        var legend = Legend(
            chart, chart.Series.Count > 1 ? chart.Series : [], width, height, out var legendHeight);
        plot.Padding = new OxyThickness(8, 8, 8, 8 + legendHeight);
        AddAxes(plot, chart);
        for (var i = 0; i < chart.Series.Count; i++)
        {
            AddSeries(plot, chart, i);
        }

        var exporter = new SvgExporter { Width = width, Height = height, IsDocument = false };
        return ForPage(
            exporter.ExportToString(plot).Replace("</svg>", legend + "</svg>", StringComparison.Ordinal), width, height,
            Words(chart));
    }

    /// <summary>
    /// The chart as a file of its own, on white: shown as a picture it has no page whose colours it could take.
    /// </summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="width">Width of the drawing.</param>
    /// <param name="height">Height of the drawing.</param>
    /// <exception cref="SrumException">A series has more or fewer values than it must.</exception>
    public static string File(Chart chart, int width = 720, int height = 320)
    {
        var svg = Render(chart, width, height);
        var inside = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        return svg[..inside].Replace("style=\"", "style=\"background:white;color:black;", StringComparison.Ordinal)
            + $"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>" + svg[inside..] + "\n";
    }

    // The element takes the width of its page and the page's text colour, and its clip paths get names of their own:
    // names are shared by all drawings of a page.
    private static string ForPage(string svg, int width, int height, string words)
    {
        svg = svg[svg.IndexOf("<svg", StringComparison.Ordinal)..].ReplaceLineEndings("\n").TrimEnd();
        var size = $"width=\"{width}\" height=\"{height}\"";
        var at = svg.IndexOf(size, StringComparison.Ordinal);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(svg)))[..8];
        return string.Concat(
                svg.AsSpan(0, at),
                $"viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Html.Escape(words)}\" "
                    + $"style=\"width:100%;max-width:{width}px;height:auto\"",
                svg.AsSpan(at + size.Length))
            .Replace("clipPath", $"clip-{name}-", StringComparison.Ordinal)
            .Replace($"<clip-{name}-", "<clipPath", StringComparison.Ordinal)
            .Replace($"</clip-{name}-", "</clipPath", StringComparison.Ordinal)
            .Replace("rgb(1,2,3)", "currentColor", StringComparison.Ordinal)
            is var page ? Digits().Replace(page, "$1") : "";
    }

    // A hundredth of a pixel is enough, and a lesson's outputs stay small.
    [GeneratedRegex(@"(?<=[\s"",MLC-])(\d+\.\d{2})\d+(?=[\s"",])")]
    private static partial Regex Digits();

    // For those who hear the page: what is drawn, not its numbers.
    private static string Words(Chart chart) =>
        "Chart: " + string.Join(", ", ((string[])
        [
            Plain(chart.Title), Plain(chart.YLabel), .. chart.Series.Select(series => Plain(series.Name)),
        ]).Where(name => name.Length > 0).Distinct());

    // OxyPlot measures text by the widths of one font and clips its legend by them, whatever font the page then has:
    // so the legend is ours, with room to spare, under the plot.
    private static string Legend(
        Chart chart, IReadOnlyList<ChartSeries> series, int width, int height, out double legendHeight)
    {
        const double RowHeight = 18, LetterWidth = 7.5, Around = 42;
        var entries = new List<(double X, int Row, string Name, OxyColor Colour, int Index)>();
        var (x, row) = (16.0, 0);
        for (var i = 0; i < series.Count; i++)
        {
            var name = Plain(series[i].Name);
            var entryWidth = (LetterWidth * name.Length) + Around;
            if (x > 16 && x + entryWidth > width)
            {
                (x, row) = (16, row + 1);
            }

            entries.Add((x, row, name, Palette[i % Palette.Length], i));
            x += entryWidth;
        }

        legendHeight = entries.Count == 0 ? 0 : RowHeight * (row + 1);
        var top = height - legendHeight - 4;
        return string.Concat(entries.Select(entry =>
        {
            var y = top + (RowHeight * entry.Row) + 12;
            var fill = $"rgb({entry.Colour.R},{entry.Colour.G},{entry.Colour.B})";
            var mark = chart.Kind != ChartKind.Line
                ? $"<rect x=\"{Html.Number(entry.X)}\" y=\"{Html.Number(y - 9)}\" width=\"12\" height=\"10\" rx=\"2\" "
                    + $"fill=\"{fill}\"{Outline(chart.Kind, entry.Index)}/>"
                : $"<line x1=\"{Html.Number(entry.X - 8)}\" x2=\"{Html.Number(entry.X + 14)}\" "
                    + $"y1=\"{Html.Number(y - 4)}\" y2=\"{Html.Number(y - 4)}\" stroke=\"{fill}\" stroke-width=\"3\" "
                    + $"stroke-dasharray=\"{Dashes[Dash(entry.Index)]}\"/>";
            return mark
                + $"<text x=\"{Html.Number(entry.X + 17)}\" y=\"{Html.Number(y)}\" font-family=\"Arial\" "
                + $"font-size=\"12\" fill=\"rgb(1,2,3)\">{Html.Escape(entry.Name)}</text>";
        }));
    }

    private static void Check(Chart chart)
    {
        foreach (var series in chart.Series)
        {
            var expected = chart.Kind == ChartKind.Bar ? chart.Categories.Count : series.X.Count;
            if (series.Y.Count != expected || (series.Errors is { } errors && errors.Count != expected))
            {
                throw new SrumException(
                    $"Chart '{chart.Title}', series '{series.Name}': {series.Y.Count} values and "
                    + $"{series.Errors?.Count ?? expected} errors where {expected} are needed, "
                    + (chart.Kind == ChartKind.Bar ? "one for each category." : "one for each X."));
            }
        }
    }

    private static void AddAxes(PlotModel plot, Chart chart)
    {
        var vertical = Styled(
            new LinearAxis { Position = AxisPosition.Left, Title = Plain(chart.YLabel), MajorGridlineStyle =
                LineStyle.Solid, Key = "value", MinimumPadding = 0.06, MaximumPadding = 0.06 });
        if (chart.YLeast is { } least)
        {
            vertical.Minimum = least;
        }

        if (chart.YMost is { } most)
        {
            vertical.Maximum = most;
        }

        if (chart.Kind == ChartKind.Bar)
        {
            var categories = Styled(
                new CategoryAxis { Position = AxisPosition.Bottom, Title = Plain(
                    chart.XLabel), Key = "place", GapWidth = 0.4 });
            categories.Labels.AddRange(chart.Categories.Select(Plain));
            plot.Axes.Add(categories);
        }
        else
        {
            plot.Axes.Add(
                Styled(new LinearAxis { Position = AxisPosition.Bottom, Title = Plain(chart.XLabel), Key = "place" }));
        }

        plot.Axes.Add(vertical);
    }

    private static T Styled<T>(T axis)
        where T : Axis
    {
        axis.TextColor = Ink;
        axis.TitleColor = Ink;
        axis.TicklineColor = Grid;
        axis.MajorGridlineColor = Grid;
        axis.AxislineColor = Grid;
        axis.AxisTitleDistance = 14;
        return axis;
    }

    private static void AddSeries(PlotModel plot, Chart chart, int index)
    {
        var (series, colour) = (chart.Series[index], Palette[index % Palette.Length]);
        if (chart.Kind == ChartKind.Bar)
        {
            // OxyPlot's bars lie down: upright ones take the value axis as X and the category axis as Y.
            var bars = new ErrorBarSeries { Title = Plain(series.Name), FillColor =
                colour, StrokeColor = Ink, StrokeThickness = Turn(index), XAxisKey = "value", YAxisKey = "place" };
            for (var i = 0; i < series.Y.Count; i++)
            {
                // A missing number is no item, and must not move the next one into its place.
                bars.Items.Add(new ErrorBarItem(series.Y[i], series.Errors?[i] ?? 0, i));
            }

            bars.ErrorStrokeThickness = series.Errors is null ? 0 : 1.5;
            plot.Series.Add(bars);
            return;
        }

        if (chart.Kind == ChartKind.Line)
        {
            var line = new LineSeries { Title = Plain(
                series.Name), Color = colour, StrokeThickness = Width(index, chart.Series.Count), LineStyle =
                Styles[Dash(index)], XAxisKey = "place", YAxisKey = "value" };
            line.Points.AddRange(series.X.Zip(series.Y, (x, y) => new DataPoint(x, y)));
            plot.Series.Add(line);
        }

        if (chart.Kind == ChartKind.Scatter || series.Errors is not null)
        {
            var points = new ScatterErrorSeries
            {
                Title = chart.Kind == ChartKind.Scatter ? Plain(series.Name) : null,
                RenderInLegend = chart.Kind == ChartKind.Scatter,
                MarkerType = Markers[index % Markers.Length],
                MarkerSize = 2 + Width(index, chart.Series.Count),
                MarkerFill = colour,
                ErrorBarColor = colour,
                XAxisKey = "place",
                YAxisKey = "value",
            };
            points.Points
                .AddRange(series.X.Select((x, i) => new ScatterErrorPoint(x, series.Y[i], 0, series.Errors?[i] ?? 0)));
            plot.Series.Add(points);
        }
    }

    // A later series lies over an earlier one: it is thinner, so that both are seen where they agree.
    private static double Width(int index, int count) => 2 + Math.Min(2.4, 0.8 * (count - 1 - index));

    // How often the colours have been gone through before this series.
    private static int Turn(int index) => index / Palette.Length;

    // Another one for the same colour in every turn.
    private static int Dash(int index) => (index + Turn(index)) % Styles.Length;

    // Bars have no dashes: those of a further turn have an outline, the thicker the later.
    private static string Outline(ChartKind kind, int index) => kind != ChartKind.Bar || Turn(index) == 0 ? ""
        : $" stroke=\"rgb(1,2,3)\" stroke-width=\"{Turn(index)}\"";

    // XML knows no control characters, escaped or not.
    private static string Plain(string text) =>
        string.Concat(text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not ('\uFFFE' or '\uFFFF')));
}
