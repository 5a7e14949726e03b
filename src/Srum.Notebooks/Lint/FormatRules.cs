using System.Text.Json.Nodes;

namespace Srum.Notebooks.Lint;

/// <summary>How the file is written: one form, so that a change shows as a change.</summary>
internal static class FormatRules
{
    /// <summary>The most that a notebook may weigh with its outputs.</summary>
    public const int MostBytes = 200_000;

    /// <summary>
    /// nbformat 4.4 (later minors put a random id into each cell), one space a level, LF, one final line end.
    /// </summary>
    public static IEnumerable<LintFinding> Format(Notebook notebook)
    {
        var text = notebook.Text;
        if ((int?)notebook.Json["nbformat_minor"] != 4)
        {
            yield return new("format", null, "nbformat_minor is not 4: save it as nbformat 4.4.");
        }

        if (notebook.Cells.FirstOrDefault(cell => cell.Json.ContainsKey("id")) is { } named)
        {
            yield return new("format", named.Number, "has an id: remove it, editors make them at random.");
        }

        if (text.Contains('\r')
            || !text.EndsWith("}\n", StringComparison.Ordinal)
            || !text.StartsWith("{\n \"", StringComparison.Ordinal))
        {
            yield return new("format", null, "is not written with one space a level, LF and one final line end.");
        }
    }

    /// <summary>Each host looks for its kernel in another place; all three must say C#.</summary>
    public static IEnumerable<LintFinding> Kernelspec(Notebook notebook)
    {
        var metadata = notebook.Json["metadata"];
        var spec = metadata?["kernelspec"];
        if (!Is(spec?["name"], ".net-csharp")
            || !Is(spec?["display_name"], ".NET (C#)")
            || !Is(spec?["language"], "C#"))
        {
            yield return new("kernelspec", null, "the kernelspec is not .net-csharp, '.NET (C#)', C#.");
        }

        if (!Is(metadata?["language_info"]?["name"], "C#")
            || !Is(metadata?["polyglot_notebook"]?["kernelInfo"]?["defaultKernelName"], "csharp"))
        {
            yield return new(
                "kernelspec", null,
                "language_info is not C#, or polyglot_notebook.kernelInfo has not csharp as its default.");
        }
    }

    /// <summary>Without it the last kernel cannot import the notebook.</summary>
    public static IEnumerable<LintFinding> CellMetadata(Notebook notebook) =>
        notebook.CodeCells
            .Where(cell => !Is(cell.Json["metadata"]?["dotnet_interactive"]?["language"], "csharp")
                || !Is(cell.Json["metadata"]?["polyglot_notebook"]?["kernelName"], "csharp"))
            .Select(cell => new LintFinding("cell-metadata", cell.Number, "lacks dotnet_interactive.language or "
                + "polyglot_notebook.kernelName 'csharp' in its metadata."));

    /// <summary>A notebook that cannot be reviewed in a browser is too big.</summary>
    public static IEnumerable<LintFinding> Size(Notebook notebook)
    {
        if (notebook.Bytes > MostBytes)
        {
            yield return new(
                "size", null,
                $"weighs {notebook.Bytes / 1000} KB, more than {MostBytes / 1000}: show fewer or smaller pictures.");
        }
    }

    private static bool Is(JsonNode? node, string text) =>
        node is JsonValue value && value.TryGetValue<string>(out var found) && found == text;
}
