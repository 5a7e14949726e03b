using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Srum.Notebooks;
using Srum.Notebooks.Lint;

namespace Srum.Tests.Notebooks;

public class LinterTests
{
    private const string Reference = "#r \"../artifacts/kit/Srum.dll\"";
    private const string Parameters = "var quick = false;";

    // Each breaks one rule of a good notebook, and names the cell that the finding must name (null = the whole
    // notebook).
    private static readonly Dictionary<string, (string Rule, int? Cell, Action<JsonObject> Break)> Breaks = new()
    {
        ["a later minor"] = ("format", null, notebook => notebook["nbformat_minor"] = 5),
        ["an id"] = ("format", 2, notebook => Cell(notebook, 2)["id"] = "a1b2"),
        ["another kernel's name"] = ("kernelspec", null,
            notebook => notebook["metadata"]!["kernelspec"]!["name"] = "python3"),
        ["another language"] = ("kernelspec", null, notebook => notebook["metadata"]!["language_info"]!["name"] = "F#"),
        ["another default kernel"] = ("kernelspec", null,
            notebook => notebook["metadata"]!["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"] = "fsharp"),
        ["no kernel's name on a cell"] = ("cell-metadata", 3,
            notebook => ((JsonObject)Cell(notebook, 3)["metadata"]!).Remove("polyglot_notebook")),
        ["another language on a cell"] = ("cell-metadata", 3,
            notebook => Cell(notebook, 3)["metadata"]!["dotnet_interactive"]!["language"] = "fsharp"),
        ["a big picture"] = ("size", null,
            notebook => Show(notebook, new JsonObject { ["image/png"] = new string('A', FormatRules.MostBytes) })),
        ["another directive"] = ("directives", 4, notebook => SetSource(notebook, 4, "#!time\n1")),
        ["a package"] = ("packages", 2,
            notebook => SetSource(notebook, 2, Reference + "\n#r \"nuget: TorchSharp-cpu\"")),
        ["a package's source"] = ("packages", 2,
            notebook => SetSource(notebook, 2, Reference + "\n#i \"nuget:./packages\"")),
        ["a late reference"] = ("references", 4,
            notebook => SetSource(notebook, 4, "#r \"../artifacts/kit/OxyPlot.dll\"")),
        ["a dll from elsewhere"] = ("references", 2, notebook => SetSource(notebook, 2, "#r \"../bin/Srum.dll\"")),
        ["no reference"] = ("references", null, notebook => SetSource(notebook, 2, "using System;")),
        ["a long cell"] = ("cell-length", 4,
            notebook => SetSource(
                notebook, 4, string.Concat(Enumerable.Repeat("1.ToString();\n", CodeRules.MostLines + 1)) + "1")),
        ["no parameters"] = ("parameters", null,
            notebook => ((JsonObject)Cell(notebook, 3)["metadata"]!).Remove("tags")),
        ["parameters without quick"] = ("parameters", 3, notebook => SetSource(notebook, 3, "var quick = true;")),
        ["an absolute path"] = ("relative-paths", 4, notebook => SetSource(notebook, 4, "\"/data/model\"")),
        ["a Windows path"] = ("relative-paths", 4, notebook => SetSource(notebook, 4, "@\"C:\\model\"")),
        ["an absolute link"] = ("relative-paths", 1, notebook => Append(notebook, 1, "[here](/src/Srum)")),
        ["a dead link"] = ("links", 1, notebook => Append(notebook, 1, "[here](no-such-file.cs#L3)")),
        ["no number"] = ("skeleton", 1,
            notebook => SetSource(notebook, 1, "# Look\n\n*1 minute · 1 GB of memory · seed 1*")),
        ["no minutes"] = ("skeleton", 1,
            notebook => SetSource(notebook, 1, "# small · Look\n\n*1 GB of memory · seed 1*")),
        ["no summary"] = ("skeleton", null, notebook => SetSource(notebook, 5, "**Exercises.**")),
        ["no exercises"] = ("skeleton", null, notebook => SetSource(notebook, 5, "**Summary.**")),
        ["a solution too few"] = ("solutions", 5,
            notebook => Solve(notebook, "1. Look.\n2. Look again.", "1. It looks.")),
        ["a long solution"] = ("solutions", 5,
            notebook => Solve(
                notebook, "1. Look.",
                "1. ```csharp\n"
                    + string.Concat(Enumerable.Repeat("   1.ToString();\n", CodeRules.MostLines + 1)) + "   ```")),
        ["a stored error"] = ("stored-error", 4,
            notebook => Store(
                notebook,
                new JsonObject { ["output_type"] = "error", ["ename"] = "Error", ["evalue"] = "no", ["traceback"] =
                    new JsonArray() })),
        ["a stored warning"] = ("stored-error", 4,
            notebook => Store(
                notebook, new JsonObject { ["output_type"] = "stream", ["name"] = "stderr", ["text"] = "no" })),
        ["a home folder"] = ("machine", 4,
            notebook => Show(notebook, new JsonObject { ["text/plain"] = "/home/someone/srum" })),
        ["an address"] = ("machine", 4, notebook => Show(notebook, new JsonObject { ["text/html"] = "192.168.7.20" })),
        ["the tool's block"] = ("machine", 4,
            notebook => Show(
                notebook, new JsonObject { ["text/html"] = "<div id=\"dotnet-interactive-this-cell-1\">" })),
    };

    public static TheoryData<string> Faults => [.. Breaks.Keys];

    [Fact]
    public void No_lesson_breaks_a_rule() =>
        Assert.All(Lessons.Find([]).Select(Notebook.Read), lesson => Assert.Empty(Linter.Check(lesson)));

    [Fact]
    public void A_good_notebook_breaks_no_rule() => Assert.Empty(Linter.Check(SmallNotebook.Parse(Good())));

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_broken_rule_is_found_where_it_is_broken_and_no_other_is(string fault)
    {
        var (rule, cell, breakIt) = Breaks[fault];
        var notebook = Good();
        breakIt(notebook);

        Assert.Equal((rule, cell), Assert.Single(
            Linter.Check(SmallNotebook.Parse(notebook)).Select(finding => (finding.Rule, finding.Cell)).Distinct()));
    }

    [Theory]
    [InlineData("  ", "\n", "\n")]
    [InlineData(" ", "\r\n", "\n")]
    [InlineData(" ", "\n", "")]
    public void A_file_that_is_written_in_another_form_is_found(string indent, string newLine, string end)
    {
        var text = Good().ToJsonString(
            new JsonSerializerOptions { WriteIndented = true, IndentSize = indent.Length, NewLine = newLine }) + end;
        var notebook = Notebook.Parse(Path.Combine(Path.GetTempPath(), "small.ipynb"), Encoding.UTF8.GetBytes(text));

        Assert.Equal("format", Assert.Single(Linter.Check(notebook)).Rule);
    }

    [Fact]
    public void Digits_inside_a_picture_are_no_address()
    {
        var notebook = Good();
        Show(
            notebook,
            new JsonObject { ["image/png"] = "/home/x", ["text/html"] = "<img src=\"data:image/png;base64,AA/tmp/x+\"> "
                + "1.2.3 and 0.107.0" });

        Assert.Empty(Linter.Check(SmallNotebook.Parse(notebook)));
    }

    private static JsonObject Good() => SmallNotebook.Json(
        SmallNotebook.Prose("# small · Look\n\n*1 minute · 1 GB of memory · seed 1*"),
        SmallNotebook.Code(Reference),
        SmallNotebook.Code(Parameters, "parameters"),
        SmallNotebook.Code("1 + 1"),
        SmallNotebook.Prose("**Summary.** It looks.\n\n**Exercises.** 1. Look."));

    private static JsonObject Cell(JsonObject notebook, int number) => (JsonObject)notebook["cells"]![number - 1]!;

    private static void SetSource(JsonObject notebook, int number, string source) =>
        Cell(notebook, number)["source"] = source;

    private static void Solve(JsonObject notebook, string exercises, string solutions) => SetSource(
        notebook, 5,
        $"**Summary.** It looks.\n\n**Exercises.**\n{exercises}\n\n<details><summary>Solutions</summary>\n\n{solutions}"
            + "\n\n</details>");

    private static void Append(JsonObject notebook, int number, string text) =>
        SetSource(notebook, number, $"{NotebookCell.Text(Cell(notebook, number)["source"])}\n\n{text}");

    private static void Store(JsonObject notebook, JsonObject output) =>
        Cell(notebook, 4)["outputs"] = new JsonArray(output);

    private static void Show(JsonObject notebook, JsonObject data) => Store(notebook, new JsonObject
    {
        ["data"] = data,
        ["metadata"] = new JsonObject(),
        ["output_type"] = "display_data",
    });
}
