using System.Text.RegularExpressions;
using Srum.Audits;
using Srum.Charts;
using Srum.Display;
using Srum.Maps;
using Srum.Tests.Display;

namespace Srum.Tests.Browser;

/// <summary>What scripts of ours do in a real browser; .ci/run installs it and calls these.</summary>
[Trait("Category", "Browser")]
public class LivePageTests
{
    // At the end of every page: which resources it asked for, and what a reader sees.
    private const string Told =
        "<script>setTimeout(function(){document.body.setAttribute('data-asked',"
        + "performance.getEntriesByType('resource').map(function(r){return r.name})"
        + ".filter(function(n){return n.indexOf('data:')&&n.indexOf('blob:')}).join(' '))},500)</script>";

    private static readonly Chart Curve =
        new() { Title = "</script><script>document.title='hurt'</script>", XLabel = "step", YLabel = "loss", Series =
            [new("sft", [1, 2, 3], [3, double.NaN, 1]), new("srum", [1, 2, 3], [1, 2, 2.5], [0.1, 0.2, 0.1])] };

    [Theory(Explicit = true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_chart_is_drawn_from_the_kit_alone(bool plotlyLast, bool requireJs)
    {
        var (chart, plotly) = (new InteractiveChart(Curve).ToHtml(), new PlotlyScript().ToHtml());
        var define = requireJs
            ? "<script>window.define=function(){};window.define.amd={};window.require=function(){}</script>"
            : "";
        var (dom, console) = Chromium.Open(Page(define + (plotlyLast ? chart + plotly : plotly + chart)));

        Assert.Contains("js-plotly-plot", dom);
        Assert.Equal(2, Regex.Count(dom, "<g class=\"trace scatter"));
        Assert.Matches("<svg [^>]*display: ?none", dom);
        // Named and dashed as the picture is.
        Assert.Matches("<div role=\"img\" aria-label=\"Chart: [^\"]*loss, sft, srum\" class=\"js-plotly-plot\"", dom);
        Assert.Contains("stroke-dasharray: 9px, 9px", dom);
        Offline(dom, console);
    }

    [Fact(Explicit = true)]
    public void A_chart_without_plotly_is_its_picture()
    {
        var (dom, console) = Chromium.Open(Page(new InteractiveChart(Curve).ToHtml()));

        Assert.DoesNotContain("js-plotly-plot", dom);
        Assert.DoesNotMatch("<svg [^>]*display: ?none", dom);
        Offline(dom, console);
    }

    [Fact(Explicit = true)]
    public void The_labs_sliders_redraw_with_the_librarys_numbers()
    {
        var picture = RewardLabTests.Example("</script><script>document.title='hurt'</script>");
        const string Move = "<script>function set(n,v){var "
            + "e=document.querySelector('[name='+n+']');e.value=v;e.dispatchEvent(new "
            + "Event(n==='rule'?'change':'input'))}"
            + "set('rule','dense');set('background',0.3);set('lambda',0.2);set('count',1)</script>";
        var (dom, console) = Chromium.Open(Page(new RewardLab([picture]).ToHtml() + Move));
        var balance = WeightBalance.Of(picture, MapRule.Dense with { Background = 0.3 }, 0.2, 1);

        Assert.Contains($">{Html.Number(balance.Right.Mean!.Value, "0.000")}</td>", dom);
        Assert.Contains($">{Html.Number(balance.Wrong.Mean!.Value, "0.000")}</td>", dom);
        Assert.Contains(
            $"learnt {Html.Number(balance.Right.Mean.Value / balance.Wrong.Mean.Value, "0.00")} times as strongly",
            dom);
        Assert.Contains("<canvas", dom);
        Offline(dom, console);
    }

    private static string Page(string body) => "<!DOCTYPE html><html><head><meta "
        + $"charset=\"utf-8\"><title>page</title></head><body>{body}{Told}</body></html>";

    private static void Offline(string dom, string[] console)
    {
        Assert.Empty(console);
        Assert.Contains("<body data-asked=\"\"", dom);
        Assert.Contains("<title>page</title>", dom);
    }
}
