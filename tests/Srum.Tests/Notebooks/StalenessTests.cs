using System.Text;
using System.Text.Json.Nodes;
using Srum.Notebooks;
using Srum.Notebooks.Checks;

namespace Srum.Tests.Notebooks;

public sealed class StalenessTests : IDisposable
{
    private static readonly Staleness NeverRun = new("never run: srum notebooks run lesson", Fails: true);

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("srum-stale");

    public StalenessTests()
    {
        Write("data/model/ema.safetensors", "weights\0");
        Write("data/prompts/tune.json", "prompts\n");
        Write("src/Srum/Judge.cs", "class Judge;\n");
        Write("src/Srum/Other.cs", "class Other;\n");
        Directory.CreateDirectory(Path.Combine(_root.FullName, "notebooks"));
    }

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_notebook_without_outputs_was_never_run() => Assert.Equal(NeverRun, Staleness.Of(Lesson()));

    [Fact]
    public void Outputs_that_no_whole_run_made_fail()
    {
        var shown = new Dictionary<int, CellResult> { [2] = new(
            1, [new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "1" }], 0.1, false) };
        var notebook = Notebook.Parse(Lesson().Path, Lesson().With(shown, new JsonObject()));

        Assert.Equal(NeverRun, Staleness.Of(notebook));
    }

    [Fact]
    public void A_run_is_fresh_until_something_changes() =>
        Assert.Equal(new Staleness("fresh", Fails: false), Staleness.Of(Stored(Lesson())));

    [Theory]
    [InlineData("data/model/ema.safetensors", "other weights\0", "the model", true)]
    [InlineData("data/model/extra.json", "{}", "the model", true)]
    [InlineData("data/prompts/tune.json", "other prompts\n", "prompts or records", true)]
    [InlineData("src/Srum/Judge.cs", "class Judge { }\n", "linked sources", false)]
    public void What_changed_is_named_and_changed_sources_only_warn(string file, string text, string named, bool fails)
    {
        var stored = Stored(Lesson());
        Write(file, text);

        Assert.Contains($"stale, {named} changed", Staleness.Of(stored).Verdict);
        Assert.Equal(fails, Staleness.Of(stored).Fails);
    }

    [Fact]
    public void Other_code_makes_outputs_stale_and_other_prose_does_not()
    {
        var stored = Encoding.UTF8.GetString(Stored(Lesson()).With(new Dictionary<int, CellResult>(), key: null));

        Assert.Equal(
            new Staleness("stale, cells changed since its outputs were made: srum notebooks run lesson", Fails: true),
            Staleness.Of(Edited("tune.json", "tune.json \\\"?")));
        Assert.Equal("fresh", Staleness.Of(Edited("See", "Look at")).Verdict);

        Notebook Edited(string before, string after) => Notebook.Parse(
            Lesson().Path, Encoding.UTF8.GetBytes(stored.Replace(before, after, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("src/Srum/Other.cs", "class Other { }\n")]
    [InlineData("src/Srum/Judge.cs", "class Judge;\r\n")]
    [InlineData("data/prompts/tune.json", "prompts\r\n")]
    public void Files_that_it_does_not_name_and_line_ends_do_not_count(string file, string text)
    {
        var stored = Stored(Lesson());
        Write(file, text);

        Assert.Equal("fresh", Staleness.Of(stored).Verdict);
    }

    private static Notebook Stored(Notebook notebook) =>
        Notebook.Parse(
            notebook.Path, notebook.With(new Dictionary<int, CellResult>(), Provenance.Of(notebook).ToJson()));

    private Notebook Lesson() => Notebook.Parse(
        Path.Combine(_root.FullName, "notebooks", "lesson.ipynb"),
        Encoding.UTF8.GetBytes(SmallNotebook.Json(
            SmallNotebook.Prose("See [Judge.cs](../src/Srum/Judge.cs#L3)."),
            SmallNotebook.Code("Open(\"../data/model\"); Read(\"../data/prompts/tune.json\");")).ToJsonString()));

    private void Write(string file, string text)
    {
        var path = Path.Combine(_root.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
