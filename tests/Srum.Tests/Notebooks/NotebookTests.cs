using System.Text;
using System.Text.Json.Nodes;
using Srum.Notebooks;

namespace Srum.Tests.Notebooks;

public class NotebookTests
{
    // Two spaces, escapes, number forms, emoji, an attachment, a raw cell, unknown keys, no final line end.
    private const string Odd = """
        {
          "nbformat_minor": 4, "nbformat": 4,
          "metadata": { "unknown": [1.0, 1e-07, "\u00e9 \ud83d\ude00 😀 <&>"] },
          "cells": [
            { "cell_type": "raw", "metadata": {}, "source": "raw \\ud83d\\ude00" },
            { "cell_type": "markdown", "attachments": { "a.png": { "image/png": "AA==" } }, "metadata": {}, "source": ["é\n", "b"] },
            { "cell_type": "code",
              "source": ["1"],
              "outputs": @outputs, "metadata": { "x": 2.50 }, "execution_count": @count }
          ]
        }
        """;

    [Fact]
    public void A_run_changes_outputs_and_counts_and_no_other_byte()
    {
        var output = new JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = new JsonArray(
            "a 😀 \\ud83d\\ude00 é <b>\n") };
        var written = """
            [
                   {
                    "name": "stdout",
                    "output_type": "stream",
                    "text": [
                     "a 😀 \\ud83d\\ude00 é <b>\n"
                    ]
                   }
                  ]
            """;

        var result = Parse(Fill("[{\"old\": 1}]", "7")).With(
            new Dictionary<int, CellResult> { [3] = new(1, [output], 0.1, false) }, key: null);

        Assert.Equal(Fill(written, "1"), Encoding.UTF8.GetString(result));
    }

    [Fact]
    public void Outputs_are_not_written_over_what_somebody_wrote_meanwhile_or_elsewhere()
    {
        var folder = Directory.CreateTempSubdirectory("srum-").FullName;
        try
        {
            string[] places = [Path.Combine(folder, "a.ipynb"), Path.Combine(folder, "copy.ipynb")];
            Write("1");
            var ran = Notebook.Read(places[0]);
            ran.CheckTarget(Path.Combine(folder, "new.ipynb"));
            Array.ForEach(places, ran.CheckTarget);

            Write("my answer");
            var refusals = places.Select(place => Assert.Throws<SrumException>(() => ran.CheckTarget(place)).Message);
            Assert.Collection(
                refusals,
                own => Assert.Contains("changed while it ran", own),
                copy => Assert.Contains("other cells", copy));

            void Write(string source)
            {
                var bytes = SmallNotebook.Of(source).With(new Dictionary<int, CellResult>(), key: null);
                Array.ForEach(places, place => File.WriteAllBytes(place, bytes));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_cell_that_was_not_reached_loses_what_an_older_run_showed()
    {
        var result = Parse(Fill("[{\"old\": 1}]", "7")).With(new Dictionary<int, CellResult>(), key: null);

        Assert.Equal(Fill("[]", "null"), Encoding.UTF8.GetString(result));
    }

    [Fact]
    public void Our_metadata_key_is_added_once_and_then_replaced()
    {
        var once = SmallNotebook.Of("1").With(new Dictionary<int, CellResult>(), new JsonObject { ["cells"] = "a" });
        var twice = Notebook.Parse("n.ipynb", once).With(
            new Dictionary<int, CellResult>(), new JsonObject { ["cells"] = "b" });

        Assert.Equal("a", (string?)Notebook.Parse("n.ipynb", once).Json["metadata"]![Notebook.Key]!["cells"]);
        Assert.Equal(
            Encoding.UTF8.GetString(once).Replace("\"cells\": \"a\"", "\"cells\": \"b\"", StringComparison.Ordinal),
            Encoding.UTF8.GetString(twice));
        Assert.Contains(
            "\n  },\n  \"srum\": {\n   \"cells\": \"a\"\n  }\n },\n \"nbformat\"", Encoding.UTF8.GetString(once));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"nbformat": 3, "cells": []}""")]
    [InlineData("""{"nbformat": 4, "cells": [{"cell_type": "code", "metadata": {}, "source": ""}]}""")]
    [InlineData("""{"nbformat": "four", "cells": []}""")]
    public void What_is_no_notebook_is_refused_by_name(string text)
    {
        var refusal = Assert.Throws<SrumException>(() => Notebook.Parse("odd.ipynb", Encoding.UTF8.GetBytes(text)));

        Assert.Contains("odd.ipynb", refusal.Message);
    }

    private static string Fill(string outputs, string count) =>
        Odd.Replace("@outputs", outputs, StringComparison.Ordinal).Replace("@count", count, StringComparison.Ordinal);

    private static Notebook Parse(string text) => Notebook.Parse("odd.ipynb", Encoding.UTF8.GetBytes(text));
}
