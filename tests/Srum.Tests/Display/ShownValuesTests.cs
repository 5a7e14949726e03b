using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models;
using Srum.Notebooks.Checks;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Tests.Display;

/// <summary>What a cell shows that ends with a value of the library.</summary>
public class ShownValuesTests
{
    private static readonly Picture Grey = new(2, 2, [.. Enumerable.Repeat((byte)128, 12)]);

    private static readonly Drawing Drawn = new(Grey, "a thought");

    private static readonly object[] Values =
    [
        Grey, Drawn, new[] { Grey, Grey }, new List<Drawing> { Drawn },
        new EvaluatedPicture(new("1", "a red circle", ""), Grey), new PictureScore(false, 0.5, "size: big"),
        new Estimate(0.5, 0.1, 9), new Scene(Background.Grey, []), new IView[] { new PictureView(Grey) },
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Values.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_value_shows_itself_and_its_type_is_told_to_the_kernel(int number)
    {
        var value = Values[number];

        Assert.NotEmpty(Assert.IsType<IView>(View.Of(value), exactMatch: false).ToHtml());
        Assert.Contains(View.Types, type => type.IsInstanceOfType(value));
    }

    [Fact]
    public void A_run_and_a_result_show_themselves()
    {
        using var folder = new TemporaryFolder();
        var run = RunFolder.Open(folder.File("run"));

        Assert.Contains("It is not done", View.Of(run)!.ToHtml());
        Assert.Contains("srum-experiment", View.Of(Experiments.Small("sft"))!.ToHtml());
        Assert.All((Type[])[typeof(RunFolder), typeof(ExperimentResult), typeof(IUnifiedModel)], type =>
            Assert.Contains(type, View.Types));
    }

    [Fact]
    public void What_the_library_does_not_know_stays_what_it_is()
    {
        Assert.Null(View.Of("words"));
        Assert.Null(View.Of(new[] { 1, 2 }));
        Assert.Null(View.Of(null));
    }

    [Fact]
    public void A_drawing_has_a_word_for_whoever_does_not_get_to_see_it()
    {
        var chart = new Chart { Series = [new("loss", [1, 2], [0.5, 0.25])] };

        var html = NotebookHtml.Of(chart);
        Assert.StartsWith(chart.ToHtml() + "<p style=\"display:none\">", html);
        Assert.Equal(HtmlText.Fragments(chart.ToHtml()), HtmlText.Fragments(html));
        Assert.Equal(new PictureView(Grey).ToHtml(), NotebookHtml.Of(new PictureView(Grey)));
    }

    [Fact]
    public void The_kernel_gets_html()
    {
        var written = new Dictionary<Type, string>();
        KernelFormatters.Register([typeof(Picture)], (type, write) =>
        {
            using var writer = new StringWriter();
            write(Grey, writer);
            written[type] = writer.ToString();
        });

        Assert.Equal(new PictureView(Grey).ToHtml(), written[typeof(Picture)]);
    }
}
