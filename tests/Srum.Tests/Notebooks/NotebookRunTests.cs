using System.Text.Json.Nodes;
using Srum.Files;
using Srum.Notebooks;

namespace Srum.Tests.Notebooks;

public class NotebookRunTests
{
    [Fact]
    public async Task Outputs_are_the_kernels_in_their_order_and_an_updated_display_keeps_its_place()
    {
        var run = await Run(
            """
            using Microsoft.DotNet.Interactive;
            var shown = KernelInvocationContext.Current.Display("first", "text/plain");
            Console.Write("a"); Console.WriteLine("b"); Console.Error.WriteLine("c");
            $"{1 + 1}"
            """,
            """
            shown.Update("last");
            System.IO.Path.GetFullPath(System.IO.Directory.GetCurrentDirectory())
            """);

        Assert.Null(run.Problem);
        Assert.Equal(
            ["display_data last", "stream ab\n", "stream c\n", "execute_result 2"],
            run.Results[1].Outputs.Select(output => $"{output["output_type"]} {Text(output)}"));
        Assert.Equal(2, (int?)run.Results[2].Outputs.Single()["execution_count"]);
        Assert.Equal(
            RealPath.Of(Path.GetTempPath()).TrimEnd('/', '\\'), Text(run.Results[2].Outputs.Single()));
        Assert.InRange(run.PeakBytes, 1 << 20, long.MaxValue);
    }

    [Fact]
    public async Task A_live_progress_is_one_output_that_keeps_its_last_value()
    {
        var run = await Run(
            Kit("Srum.dll"),
            """
            var live = new Srum.Display.LiveProgress();
            for (var i = 0; i <= 5000; i++) { live.Report(new Srum.Runs.StageProgress("judge", i, 5000)); }
            """);

        Assert.Null(run.Problem);
        Assert.Contains("5000/5000 pictures", Text(run.Results[2].Outputs.Single()));
    }

    [Fact]
    public async Task An_interactive_chart_is_stored_as_its_picture_and_figure_without_plotly()
    {
        const string Chart = """new Srum.Display.Chart { Series = [new("loss", [1, 2], [0.5, 0.25])] }.Interactive()""";
        var run = await Run(Kit("OxyPlot.dll", "Srum.dll", "Srum.Charts.dll") + "\nusing Srum.Charts;", Chart, Chart);

        Assert.Null(run.Problem);
        foreach (var cell in (int[])[2, 3])
        {
            var html = Text(run.Results[cell].Outputs.Single());
            Assert.Contains("<svg", html);
            Assert.Contains("\"y\":[0.5,0.25]", html);
            Assert.InRange(html.Length, 1000, 20_000);
        }
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_ends_the_run_and_is_named()
    {
        var run = await Run("var a = 1;", "int b = a + \"x\";", "Console.WriteLine(2);");

        Assert.StartsWith("small, cell 2: compilation error: (1,9): error CS0029", run.Problem);
        Assert.DoesNotContain('\n', run.Problem!);
        Assert.Equal(["stream", "error"], run.Results[2].Outputs.Select(output => (string?)output["output_type"]));
        Assert.False(run.Results.ContainsKey(3));
    }

    [Fact]
    public async Task An_exception_is_stored_with_its_stack()
    {
        var run = await Run("Console.WriteLine(1);\nthrow new InvalidOperationException(\"no\\nmore\");");
        var error = run.Results[1].Outputs[^1];

        Assert.Equal("small, cell 1: no more", run.Problem);
        Assert.Equal(
            ("error", "Error", "no\nmore"),
            ((string?)error["output_type"], (string?)error["ename"], (string?)error["evalue"]));
        // The message's lines, then the stack.
        var lines = ((JsonArray)error["traceback"]!).Select(line => (string)line!).ToArray();
        Assert.Equal(["no", "more"], lines[..2]);
        Assert.Contains("   at ", lines[2]);
        Assert.Equal("1\n", Text(run.Results[1].Outputs[0]));
    }

    [Fact]
    public async Task An_endless_loop_is_ended_and_named()
    {
        // On a busy machine the kernel itself may take so long to start: then no cell has begun.
        var (limit, problem) = (6, "");
        for (; limit < 200 && !problem.StartsWith("small, cell 1: ", StringComparison.Ordinal); limit *= 2)
        {
            var run = await Run(new RunSettings { TimeOut = TimeSpan.FromSeconds(limit) }, "while (true) { }");
            problem = run.Problem!;
            Assert.Contains($"ran longer than its {limit} s", problem);
        }

        Assert.StartsWith("small, cell 1: ", problem);
    }

    [Fact]
    public async Task A_crash_is_told_with_what_was_shown_before_and_what_it_said()
    {
        var run = await Run("Console.WriteLine(\"before\");", "System.Environment.FailFast(\"out of luck\");", "1");

        Assert.StartsWith("small, cell 2: The process ended with exit code", run.Problem);
        Assert.Contains("out of luck", run.Problem);
        Assert.Equal("before\n", Text(run.Results[1].Outputs.Single()));
        Assert.Equal("error", (string?)run.Results[2].Outputs[^1]["output_type"]);
    }

    [Fact]
    public async Task A_cell_that_cannot_run_twice_is_found()
    {
        var run = await Run(
            new RunSettings { Twice = true }, "var left = 1;",
            "if (left-- == 0) throw new Exception(\"used up\"); left");

        Assert.Equal("small, cell 2, run a second time: used up", run.Problem);
    }

    [Fact]
    public void Quick_is_set_where_the_parameters_are_and_the_file_is_left_alone()
    {
        var notebook = SmallNotebook.Of(
            SmallNotebook.Code("var quick = false;", "parameters"), SmallNotebook.Code("var quick = false;"));

        Assert.Equal(["var quick = true;", "var quick = false;"], Sources(notebook, new RunSettings { Quick = true }));
        Assert.Equal(["var quick = false;", "var quick = false;"], Sources(notebook, new RunSettings()));
        Assert.Equal("var quick = false;", notebook.Cells[0].Source);
    }

    [Fact]
    public void An_alternative_takes_its_cells_place_when_asked_for()
    {
        var cell = SmallNotebook.Code("var rule = 1;");
        cell["metadata"]!["srum"] = new JsonObject { ["alternative"] = "var rule = 2;" };
        var notebook = SmallNotebook.Of(cell, SmallNotebook.Code("rule"));

        Assert.Equal(["var rule = 2;", "rule"], Sources(notebook, new RunSettings { Alternatives = true }));
        Assert.Equal(
            ["var rule = 1;", "var rule = 1;", "rule", "rule"], Sources(notebook, new RunSettings { Twice = true }));
    }

    private static string Kit(params string[] files) =>
        string.Join('\n', files.Select(file => $"#r \"{Repository.Find("artifacts", "kit", file)}\""));

    private static IEnumerable<string> Sources(Notebook notebook, RunSettings settings) =>
        NotebookRun.Steps(notebook, settings).Select(step => step.Source);

    private static Task<NotebookRun> Run(params string[] cells) => Run(new RunSettings(), cells);

    private static Task<NotebookRun> Run(RunSettings settings, params string[] cells) =>
        NotebookRun.Execute(SmallNotebook.Of(cells), settings, TestContext.Current.CancellationToken);

    private static string Text(JsonObject output) =>
        NotebookCell.Text(output["text"] ?? output["data"]?["text/plain"] ?? output["data"]?["text/html"]);
}
