using System.Text.Json.Nodes;
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Notebooks;
using Srum.Notebooks.Checks;
using Srum.Shapes;

namespace Srum.Tests.Notebooks;

public class GoldenTests
{
    private const string Table = "<table><tr><th>loss</th><td>0.5021</td></tr></table>";

    [Theory]
    [InlineData(null, "0.5021", "0.5029", true)]
    [InlineData(null, "0.5021", "0.5041", false)]
    [InlineData(null, "12,000 tokens", "12,010 tokens", true)]
    [InlineData(null, "12,000 tokens", "12,020 tokens", false)]
    [InlineData(null, "−0.3 points", "+0.3 points", false)]
    [InlineData(null, "fp32 weights", "fp16 weights", false)]
    [InlineData(null, "loss 1", "error 1", false)]
    [InlineData("shape", "loss 1.23 ± 0.1", "loss −7 ± 22", true)]
    [InlineData("shape", "5 points:     9 ms", "5 points:  1000 ms", true)]
    [InlineData("shape", "loss 1.23", "error 1.23", false)]
    [InlineData("shape", "loss 1.23", "loss 1.23 ± 0.1", false)]
    [InlineData("kinds", "a difference", "no difference", true)]
    public void Words_and_numbers_are_compared_as_closely_as_the_cell_asks(
        string? compare, string before, string now, bool agree) =>
        Assert.Equal(agree, Differences(compare, Plain(before), Plain(now)).Length == 0);

    [Theory]
    [InlineData("shape")]
    [InlineData("kinds")]
    [InlineData(null)]
    public void Another_mime_type_or_another_number_of_outputs_is_a_difference_for_every_cell(string? compare)
    {
        Assert.Contains(
            "its output is display_data text/html, not display_data text/plain",
            Assert.Single(Differences(compare, Plain("1"), Html("1"))));
        Assert.Contains(
            "2 outputs, not 1", Assert.Single(Differences(compare, [Plain("1")], [Plain("1"), Plain("1")])));
    }

    [Fact]
    public void A_difference_names_its_cell_and_both_texts()
    {
        var difference = Assert.Single(
            Differences(null, Html(Table), Html(Table.Replace("0.5021", "0.9", StringComparison.Ordinal))));

        Assert.Equal("cell 1: it shows '0.9' where the golden file has '0.5021'.", difference);
    }

    [Fact]
    public void A_chart_may_have_more_marks_on_its_axis_where_only_the_shape_counts()
    {
        static JsonObject Chart(params string[] marks) => Html(
            "<svg><text>loss</text>"
                + string.Concat(marks.Select(mark => $"<text>{mark}</text>"))
                + "<text>step</text></svg>");

        Assert.Empty(Differences("shape", Chart("0", "0.5", "1"), Chart("0", "0.2", "0.4", "0.6")));
        Assert.NotEmpty(Differences(null, Chart("0", "0.5", "1"), Chart("0", "0.2", "0.4", "0.6")));
    }

    [Fact]
    public void A_picture_is_compared_by_what_the_oracle_reads_not_by_its_pixels()
    {
        var circle = Scene(ObjectShape.Circle);
        var noisy = new Picture(
            32, 32, [.. circle.Rgb.Select((value, i) => (byte)Math.Clamp(value + (i % 5) - 2, 0, 255))]);

        Assert.NotEqual(PictureFile.EncodePng(circle), PictureFile.EncodePng(noisy));
        Assert.Empty(Differences(null, View(circle), View(noisy)));
        Assert.Contains(
            "square 0 red solid", Assert.Single(Differences(null, View(circle), View(Scene(ObjectShape.Square)))));
        Assert.Empty(Differences("kinds", View(circle), View(Scene(ObjectShape.Square))));
    }

    /// <summary>
    /// At the border of two readings a hardly moved picture may be read as the other; one that has moved may not.
    /// </summary>
    [Fact]
    public void A_picture_at_the_border_of_two_readings_may_be_read_as_either()
    {
        var circle = PictureWords.Of(PictureFile.EncodePng(Scene(ObjectShape.Circle)));
        var square = PictureWords.Of(PictureFile.EncodePng(Scene(ObjectShape.Square)));
        var (words, colours) = (circle.Split(" @ ")[0], circle.Split(" @ ")[1]);

        Assert.True(PictureWords.Agree(circle, $"{words.Replace("circle", "odd")} @ {colours}"));
        Assert.True(PictureWords.Agree(circle, $"{words.Replace("circle", "odd")} @ {Moved(5)}"));
        Assert.False(PictureWords.Agree(circle, $"{words.Replace("circle", "odd")} @ {Moved(7)}"));
        Assert.False(PictureWords.Agree(circle, square));
        Assert.False(PictureWords.Agree(circle, circle.Replace("32 × 32: grey, circle", "64 × 64: grey, odd")));

        string Moved(int levels) => Convert.ToHexStringLower(
            [(byte)(Convert.FromHexString(colours)[0] + levels), .. Convert.FromHexString(colours)[1..]]);
    }

    [Fact]
    public void A_verdict_counts_where_words_are_compared_and_not_where_only_the_shape_is()
    {
        static JsonObject Cell(PictureScore verdict) =>
            Html(new PictureGrid([new(Scene(ObjectShape.Circle), "a red circle", 1, verdict)]).ToHtml());

        var (right, wrong) = (new PictureScore(true, 1), new PictureScore(false, 0.9, "shape: deformed"));
        Assert.Empty(Differences("shape", Cell(right), Cell(wrong)));
        Assert.NotEmpty(Differences(null, Cell(right), Cell(wrong)));
    }

    /// <summary>A result that is recorded anew changes what lessons show.</summary>
    [Fact]
    public void Golden_files_are_of_the_records_and_the_model_that_are_there() =>
        Assert.All(
            Directory.GetFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Select(Notebook.Read),
            lesson =>
            {
                var (golden, now) = (Golden.Read(lesson)!.MadeFrom, Provenance.Of(lesson));
                Assert.Equal((now.Records, now.Model), (golden.Records, golden.Model));
            });

    [Fact]
    public void A_small_p_is_a_number_too() =>
        Assert.Empty(Differences("shape", Plain("a − b: p = 0.020; 0.020"), Plain("a − b: p < .001; < .001")));

    [Fact]
    public void What_scripts_and_styles_hold_is_not_read() =>
        Assert.Empty(Differences(null, Html("<style>a{}</style>x<script>var a = '<b>1</b>', b = "
            + "'data:image/png;base64,A\\u002B';</script>"), Html("x")));

    [Fact]
    public void A_progress_display_is_not_read_since_it_holds_times()
    {
        var progress = new Progress();
        progress.Report(new("judge", 3, 4, "pictures"));

        Assert.Empty(Differences(
            null, Html(progress.ToHtml()), Html(progress.ToHtml().Replace("3/4", "4/4", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("mean NaN", true)]
    [InlineData("∞ nats", true)]
    [InlineData("Nancy saw 3", false)]
    [InlineData("loss 0.1", false)]
    public void A_number_that_is_none_is_seen(string text, bool broken) =>
        Assert.Equal(broken, NumberText.IsBroken(text));

    [Theory]
    [InlineData("100 % of them", false)]
    [InlineData("100.5% of them", true)]
    [InlineData("30 ± 120 %", false)]
    [InlineData("gains 130 %", true)]
    public void A_share_above_all_is_seen(string text, bool impossible) =>
        Assert.Equal(impossible, NumberText.IsImpossibleShare(text));

    [Fact]
    public void Two_hosts_may_split_a_text_and_add_their_block_but_not_show_another_kind()
    {
        JsonObject[] ours = [Stream("a\nb\n"), Html("x")];
        JsonObject[] theirs =
            [Html("<div id=\"dotnet-interactive-this-cell-7\">"), Stream("a\n"), Stream("b\n"), Html("y")];

        Assert.Equal(ShownOutput.Kinds(ours), ShownOutput.Kinds(theirs));
        Assert.NotEqual(ShownOutput.Kinds(ours), ShownOutput.Kinds([Stream("a\nb\n"), Plain("x")]));
    }

    private static string[] Differences(string? compare, JsonObject before, JsonObject now) =>
        Differences(compare, [before], [now]);

    private static string[] Differences(string? compare, JsonObject[] before, JsonObject[] now)
    {
        var cell = SmallNotebook.Code("1");
        cell["metadata"]!["srum"] = compare is null ? null : new JsonObject { ["compare"] = compare };
        var notebook = SmallNotebook.Of(cell);
        return [.. Golden.Of(Run(before)).Differences(Run(now))];

        NotebookRun Run(JsonObject[] outputs) =>
            new(
                notebook, new Dictionary<int, CellResult> { [1] = new(1, outputs, 0.1, Failed: false) }, null,
                TimeSpan.Zero, 0);
    }

    private static Picture Scene(ObjectShape shape) =>
        SceneRenderer.Render(
            new Scene(Background.Grey, [new SceneObject(shape, ObjectColour.Red, ObjectFill.Solid, 6.5, 8, 8)]));

    private static JsonObject View(Picture picture) => Html(new PictureView(picture).ToHtml());

    private static JsonObject Plain(string text) => Display("text/plain", text);

    private static JsonObject Html(string text) => Display("text/html", text);

    private static JsonObject Display(string mime, string text) => new()
    {
        ["data"] = new JsonObject { [mime] = new JsonArray(JsonValue.Create(text)) },
        ["metadata"] = new JsonObject(),
        ["output_type"] = "display_data",
    };

    private static JsonObject Stream(string text) =>
        new() { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = text };
}
