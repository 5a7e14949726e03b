using System.Text.RegularExpressions;
using Srum.Audits;
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models.Bagel;
using Srum.Studies;

namespace Srum.Tests.Display;

public class ViewTests
{
    private const string Hostile = "<script>alert('x')</script> \"quoted\" & 'single' \u0001 \u2028";

    private static readonly Picture Tiny = new(2, 2, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);

    private static readonly Regex Element = new("""</?[a-zA-Z]+( [a-zA-Z:0-9-]+="[^"<]*")*\s*/?>""");

    private static readonly Regex Rectangle = new("<rect [^>]*>");

    public static TheoryData<string> Names => [.. Views(Hostile).Keys];

    [Fact]
    public void A_missing_bar_leaves_its_place_empty()
    {
        var (some, all) = (Bars(double.NaN, 2), Bars(1, 2));

        Assert.Equal(all.Count - 1, some.Count);
        Assert.Subset(all, some);

        static HashSet<string> Bars(double first, double second) =>
            [
                .. Rectangle.Matches(new Chart { Kind = ChartKind.Bar, Categories =
                    ["a", "b"], Series = [new("", [], [first, second])], YLeast = 0, YMost = 3 }.ToHtml())
                .Select(match => match.Value)];
    }

    [Fact]
    public void Series_of_one_colour_have_other_dashes_or_an_outline()
    {
        string[] lines = [.. Marks(ChartKind.Line, 14, "<line [^>]*( stroke=[^>]*)/>")];
        Assert.Equal(14, lines.Distinct().Count());
        string[] bars = [.. Marks(ChartKind.Bar, 8, "<rect [^>]* rx=\"2\"( fill=[^>]*)/>")];
        Assert.Equal(8, bars.Distinct().Count());
        const string Outline = " stroke=\"currentColor\" stroke-width=\"1\"";
        Assert.Equal(2, bars.Count(bar => bar.EndsWith(Outline, StringComparison.Ordinal)));

        // What the legend shows of each series.
        static IEnumerable<string> Marks(ChartKind kind, int count, string mark) => Regex.Matches(
            new Chart
            {
                Kind = kind, Categories = ["one", "two"],
                Series = [.. Enumerable.Range(0, count).Select(i => new ChartSeries($"{i}", [1, 2], [i, i]))],
            }.ToHtml(),
            mark).Select(match => match.Groups[1].Value);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_text_stays_text(string name)
    {
        var html = Views(Hostile)[name].ToHtml();

        // What is left without well-formed elements (whose attributes are quoted throughout) holds no markup.
        Assert.DoesNotContain('<', Element.Replace(html, ""));
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            Element.Matches(html), element => element.Value.Contains("quoted\" ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_view_needs_nothing_from_elsewhere(string name)
    {
        var html = Views("a red circle")[name].ToHtml();

        Assert.DoesNotContain("src=\"http", html);
        Assert.DoesNotContain("href=\"http", html);
        Assert.DoesNotContain("@import", html);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_view_looks_as_it_did(string name) =>
        Golden.Same(Views("a red circle & a blue square")[name].ToHtml(), $"display/{name}.html");

    [Theory]
    [MemberData(nameof(Names))]
    public void The_kernel_finds_a_views_formatters_by_name_alone(string name)
    {
        var view = Views("a red circle")[name];
        var attribute = Assert.Single(
            view.GetType().GetCustomAttributes(inherit: false),
            a => a.GetType().Name == "TypeFormatterSourceAttribute");
        var source = Activator.CreateInstance(
            (Type)attribute.GetType().GetProperty("FormatterSourceType")!.GetValue(attribute)!)!;
        var preferred = (string[])attribute.GetType().GetProperty("PreferredMimeTypes")!.GetValue(attribute)!;
        var formatters = (IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, [])!;

        foreach (var mime in preferred)
        {
            var formatter = formatters.Single(f => (string)f.GetType().GetProperty("MimeType")!.GetValue(f)! == mime);
            using var written = new StringWriter();
            Assert.Equal(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [view, written]));
            Assert.Equal(
                mime == "text/html" ? NotebookHtml.Of(view) : "iVBOR",
                mime == "text/html" ? written.ToString() : written.ToString()[..5]);
        }
    }

    [Fact]
    public void A_picture_is_shown_as_the_same_pixels()
    {
        using var read = SixLabors.ImageSharp.Image
            .Load<SixLabors.ImageSharp.PixelFormats.Rgb24>(Srum.Imaging.PictureFile.EncodePng(Tiny));
        Assert.Equal((0, 255, 0), (read[1, 0].R, read[1, 0].G, read[1, 0].B));
    }

    private static Dictionary<string, IView> Views(string text)
    {
        var progress = new Progress();
        progress.Report(new Srum.Runs.StageProgress(text, 3, 12, text, 0.25));
        return new()
        {
            ["picture"] = new PictureView(Tiny, text, text),
            ["grid"] = new PictureGrid(
                [new(Tiny, text, 7), new(Tiny, "second", Score: new PictureScore(false, 0.5, text))]),
            ["overlay"] = new RewardOverlay(
                Tiny,
                [
                    new(new(0, 0, 0.5, 0.5), text, 0.75, text, true),
                    new(new(0.5, 0.5, 1, 1), "blue square", -0.5, "blurred", false),
                    new(new(0, 0.5, 0.5, 1), null, null, null, true),
                ],
                new float[,] { { 0, 0.5f }, { 0.5f, 1 } }, new(0.5, text), text),
            ["truth"] = new RewardOverlay(
                Tiny, [], null, null, text, new(-0.5, text, text), new PictureScore(false, 0.25, text)),
            ["maps"] = new TokenMaps(
                Tiny, [(text, new float[,] { { 0, 0.5f }, { 0.5f, 1 } }), ("signed", new float[,] { { -0.5f } })]),
            ["loop"] = new LoopFigure(),
            ["list"] = new ViewList([new PictureView(Tiny, text)]),
            ["scores"] = new ScoreTable(
                ["all", text],
                [new("base", [new(0.5, 0.02, 200), new(0.25, 0.05, 40)]), new(text, [new(0.625, 0.02, 200), null])],
                text),
            ["line"] = new Chart { Title = text, XLabel = text, YLabel = text, Series =
                [new(text, [1, 2, 3], [3, double.NaN, 1]), new("other", [1, 2, 3], [1, 2, 2.5], [0.1, 0.2, 0.1])] },
            ["bar"] = new Chart { Title = text, Kind = ChartKind.Bar, Categories = ["colour", text], Series =
                [new("base", [], [0.4, 0.5], [0.05, 0.05]), new("srum", [], [0.5, 0.7])], YLeast = 0, YMost = 1 },
            ["scatter"] = new Chart { Title = text, Kind = ChartKind.Scatter, Series = [new(text, [1, 2], [2, 1])] },
            ["facts"] = new FactTable(["", text, "words"], [[text, "1.5", text], ["second", "–", "no"]], text),
            ["separation"] = AuditViews.Separation((text, new JudgeAudit([]))),
            ["verdicts"] = AuditViews.Verdicts((text, new JudgeAudit([]))),
            ["reliability"] = AuditViews.Reliability(
                text, (text, Calibration.Of([new(text, 0.25, false), new(text, 0.75, true), new("q", 0.7, false)]))),
            ["calibration"] = AuditViews.CalibrationErrors(
                (text, Calibration.Of([new(text, 0.25, false), new(text, 0.75, true)])), ("none", Calibration.Of([]))),
            ["groups"] = AuditViews.Groups(text, GroupBias.Of(
                [new("a", text, 1), new("a", "right", 0.5), new("b", text, 0.75), new("b", "right", 0.5)])),
            ["drift"] = AuditViews.Drift(SignalDrift.Compare([[Tiny]], [[Tiny]]), text, text),
            ["best"] = AuditViews.BestOf(
                text, text, (text, BestOfN.Curve([[new(0, 0), new(1, 1)], [new(1, 0), new(0, 0.5)]]))),
            ["comparisons"] = EvaluationViews.Comparisons(
                (new(text, [], [text, text], [[1, 0]]), new("base", [], [text, text], [[0, 0]]))),
            ["beside"] = EvaluationViews.JudgeBesideMeasure((text, new JudgeAudit([]))),
            ["chance"] = EvaluationViews.Chance([10, 20], [0.2, 0.1]),
            ["parameters"] = FootprintViews.Parameters((text, new BagelFootprint(BagelConfig.Published))),
            ["memory"] = FootprintViews.Memory(_ => 1024, 5000, 16, (text, new BagelFootprint(BagelConfig.Published))),
            ["durations"] = FootprintViews.Durations([(text, 1e12), ("more", 1e18)], (text, 1e11)),
            ["folder"] = FootprintViews.Folder(new(text, [new(text, "BF16", [2, 3], 0, 12)], [], [text], [], [], [])),
            ["progress"] = progress,
            ["table"] = new PictureTable(
                ["first", text],
                [new(text, [new(Tiny, text, new(true, 1), text), null], text), new(
                    "second", [new(Tiny, text, new(false, 0.25))])],
                text),
            ["prompts"] = PictureTable.ByPrompt([Drawn(1), Drawn(2)]),
            ["settings"] = PictureTable.BySetting(
                [new(text, new(), [Drawn(1)], 0.1), new("other", new(), [Drawn(1)], 0.1)], Drawn(1).Prompt),
            ["steps"] = PictureTable.AlongSteps(new(Tiny, null) { Steps =
                [.. Enumerable.Range(0, 5).Select(i => new Srum.Models.DrawingStep(1 - (0.2 * i), Tiny, Tiny))] }, 3),
            ["rates"] = RateChart.Of(text, text, [1, 2], (text, [new(0.5, 0.1, 9), new(0.75, 0.05, 9)])),
            ["experiment"] = new ExperimentTable(Experiments.Small(text)),
            ["experiment-scores"] = ExperimentCharts.Scores(Experiments.Small(text)),
            ["experiment-differences"] = ExperimentCharts.Differences(Experiments.Small(text), "sft"),
        };

        DrawnPicture Drawn(long seed) => new(new("7", text, text), seed, new(Tiny, null), new(false, 0.5));
    }
}
