using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Srum.NotebookHost;

/// <summary>
/// Kernel events as nbformat 4 outputs, in the shapes that the tool writes over the Jupyter protocol.
/// </summary>
internal static class Outputs
{
    public static JsonObject Stream(string name, DisplayEvent text) =>
        Stream(name, string.Concat(text.FormattedValues.Select(value => value.Value)));

    /// <summary>What the compiler says; the tool sends it as text on stderr.</summary>
    public static JsonObject Diagnostics(DiagnosticsProduced diagnostics) =>
        Stream("stderr", string.Concat(diagnostics.FormattedDiagnostics.Select(value => value.Value + "\n")));

    public static JsonObject Display(DisplayEvent shown) => new()
    {
        ["data"] = Data(shown.FormattedValues),
        ["metadata"] = new JsonObject(),
        ["output_type"] = "display_data",
    };

    public static JsonObject Result(DisplayEvent shown, int count) => new()
    {
        ["data"] = Data(shown.FormattedValues),
        ["execution_count"] = count,
        ["metadata"] = new JsonObject(),
        ["output_type"] = "execute_result",
    };

    /// <summary>
    /// A failed submission: a compile error has been told on stderr, an exception comes with its stack.
    /// </summary>
    public static JsonObject Error(CommandFailed failure)
    {
        var isException = failure.Exception is not (null or CodeSubmissionCompilationErrorException);
        var stack = isException ? failure.Exception!.StackTrace?.Split('\n').Select(line => line.TrimEnd()) ?? [] : [];
        // A message of libtorch has some forty frames of C++ in it: they are part of the stack.
        var message = isException ? failure.Exception!.Message : failure.Message;
        return new JsonObject
        {
            ["ename"] = "Error",
            ["evalue"] = isException ? FirstLine(message) : "compilation error",
            ["output_type"] = "error",
            ["traceback"] = new JsonArray([.. (isException ? message.Split('\n')
                .Select(line => line.TrimEnd()).Concat(stack) : []).Select(line => JsonValue.Create(line))]),
        };
    }

    private static string FirstLine(string message) =>
        message.Contains("frame #0", StringComparison.Ordinal) ? message.Split('\n')[0].TrimEnd() : message;

    private static JsonObject Stream(string name, string text) => new()
    {
        ["name"] = name,
        ["output_type"] = "stream",
        ["text"] = Lines(text),
    };

    private static JsonObject Data(IReadOnlyCollection<FormattedValue> values)
    {
        var data = new JsonObject();
        foreach (var value in values.OrderBy(value => value.MimeType, StringComparer.Ordinal))
        {
            data[value.MimeType] = IsText(value.MimeType) ? Lines(value.Value) : JsonValue.Create(value.Value);
        }

        return data;
    }

    private static bool IsText(string mime) =>
        mime.StartsWith("text/", StringComparison.Ordinal) || mime is "image/svg+xml" or "application/javascript";

    /// <summary>nbformat keeps text as a list of lines, each with its line end.</summary>
    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int start = 0, end; start < text.Length; start = end)
        {
            end = text.IndexOf('\n', start) + 1;
            end = end == 0 ? text.Length : end;
            lines.Add(JsonValue.Create(text[start..end]));
        }

        return lines;
    }
}
