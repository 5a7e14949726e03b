using System.Runtime.Loader;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plotly.NET;
using Srum.Charts;
using Srum.Display;
using Chart = Srum.Display.Chart;
using Figure = Srum.Charts.Figures.Figure;

namespace Srum.Tests.Charts;

public class InteractiveChartTests
{
    private const string Hostile = "</script><script>alert(1)</script><!-- ' \" \u2028";

    private static readonly Dictionary<string, Chart> Examples = new()
    {
        ["line"] = new Chart { Title = "loss", XLabel = "step", YLabel = "loss", YLeast = 0, Series =
            [new("sft", [1, 2, 3], [3, double.NaN, 1]), new("srum", [1, 2, 3], [1, 2, 2.5], [0.1, 0.2, 0.1])] },
        ["bar"] = new Chart { Title = Hostile, Kind = ChartKind.Bar, Categories = ["colour", Hostile], Series =
            [new(Hostile, [], [0.4, 0.5], [0.05, 0.05]), new("srum", [], [0.5, 0.7])], YLeast = 0, YMost = 1 },
        ["scatter"] =
            new Chart { Kind = ChartKind.Scatter, XLabel = "score", Series = [new("regions", [1, 2], [2, 1])] },
    };

    public static TheoryData<string> Names => [.. Examples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_figure_is_the_one_that_Plotlys_own_notebook_formatter_writes(string name)
    {
        var view = new InteractiveChart(Examples[name]);
        var reference = Plotly.NET.Interactive.Formatters.toInteractiveHTML(Figure.Chart(view.Description));

        var figure = JsonNode.Parse(view.Figure)!;
        Assert.True(JsonNode.DeepEquals(Variable(reference, "data"), figure["data"]));
        Assert.True(JsonNode.DeepEquals(Variable(reference, "layout"), figure["layout"]));
    }

    [Fact]
    public void A_line_chart_keeps_values_gaps_errors_and_labels()
    {
        var figure = JsonNode.Parse(new InteractiveChart(Examples["line"]).Figure)!;

        Assert.Equal(["sft", "srum"], figure["data"]!.AsArray().Select(trace => (string)trace!["name"]!));
        Assert.Equal(
            ["1", "2", "2.5"],
            figure["data"]![1]!["y"]!.AsArray().Select(value => value!.ToJsonString().TrimEnd('0').TrimEnd('.')));
        Assert.Equal("NaN", (string)figure["data"]![0]!["y"]![1]!);
        Assert.Equal(0.2, (double)figure["data"]![1]!["error_y"]!["array"]![1]!);
        Assert.Equal(
            ("loss", "step", "loss"),
            ((string)figure["layout"]!["title"]!["text"]!, (string)figure["layout"]!["xaxis"]!["title"]!["text"]!,
                (string)figure["layout"]!["yaxis"]!["title"]!["text"]!));
        Assert.Equal("[0,null]", figure["layout"]!["yaxis"]!["range"]!.ToJsonString().Replace("0.0", "0"));
    }

    [Fact]
    public void No_text_ends_the_script_that_carries_it()
    {
        var html = new InteractiveChart(Examples["bar"]).ToHtml();
        var figure = Regex.Match(
            html, "<script type=\"application/json\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;

        Assert.DoesNotContain('<', figure);
        Assert.Equal(Hostile, (string)JsonNode.Parse(figure)!["data"]![0]!["name"]!);
        Assert.Equal(2, html.Split("</script>").Length - 1);
    }

    [Fact]
    public void The_picture_is_the_one_that_stands_alone() =>
        Assert.Contains(SvgChart.Render(Examples["line"]), new InteractiveChart(Examples["line"]).ToHtml());

    [Fact]
    public void A_figure_stays_small() => Assert.True(new InteractiveChart(Examples["line"]).Figure.Length < 800);

    [Fact]
    public void Plotly_comes_whole_from_the_kit_and_hides_from_require_js()
    {
        var html = new PlotlyScript().ToHtml();

        Assert.StartsWith(PlotlyScript.Mark + "(function(define,module,exports){", html);
        Assert.Contains("plotly.js v2.28.0", html);
        Assert.DoesNotContain("<!--", html);
        Assert.Equal(html.Length - "</script>".Length, html.IndexOf("</script", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Nothing_of_the_charts_leaks_into_the_context_of_the_kit()
    {
        _ = new InteractiveChart(Examples["line"]).Figure;
        var isolated = AssemblyLoadContext.All.Single(context => context.Name == "Srum.Charts").Assemblies
            .ToDictionary(assembly => assembly.GetName().Name!);

        Assert.NotSame(typeof(GenericChart).Assembly, isolated["Plotly.NET"]);
        Assert.Contains("FSharp.Core", isolated.Keys);
        Assert.DoesNotContain(
            typeof(InteractiveChart).Assembly.GetReferencedAssemblies(),
            name => name.Name!.StartsWith("Plotly", StringComparison.Ordinal)
                || name.Name == "FSharp.Core"
                || name.Name == "Srum.Charts.Figures");
    }

    // What the formatter writes: var data = …; var layout = …; each on the rest of its line.
    private static JsonNode? Variable(string html, string name) =>
        JsonNode.Parse(Regex.Match(html, $@"var {name} = (.*?);\s*\n").Groups[1].Value);
}
