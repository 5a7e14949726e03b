using System.Text.Json;
using Srum.Files;

namespace Srum.Prompts;

/// <summary>
/// Prompts from a file: the published JSON array of {Question, Category, Question_id}, JSON lines, a table with a
/// heading, or text with one prompt a line.
/// </summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Prompts">The prompts in the file's order, at least one.</param>
public sealed record PromptSet(string Name, IReadOnlyList<PromptEntry> Prompts)
{
    /// <summary>
    /// Reads a file. JSON is known by its ending or by its first character, a table by its ending (.csv, .tsv) or by
    /// its heading; all else is text. Lines may end as on any system.
    /// </summary>
    /// <param name="path">The file: UTF-8, or what its byte order mark says.</param>
    /// <exception cref="SrumException">
    /// The file cannot be read, holds no prompt, or a line is wrong; the message names the line.
    /// </exception>
    public static PromptSet Read(string path)
    {
        string text;
        try
        {
            text = string.Join('\n', TextFile.Lines(TextFile.Read(path)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SrumException(
                $"The prompt file {path} cannot be read: {OptionalFile.WhyAbsent(path) ?? error.Message.TrimEnd('.')}. "
                + "Name a text file with one prompt a line, a table with a column prompt, or JSON.",
                error);
        }

        var prompts = FormOf(path, text)(path, text);
        return prompts.Count > 0
            ? new PromptSet(Path.GetFileNameWithoutExtension(path), prompts)
            : throw new SrumException($"The prompt file {path} holds no prompt. Write one prompt a line.");
    }

    /// <summary>Writes the published JSON, one prompt a line, line feeds on every system.</summary>
    public void Write(string path)
    {
        var lines = Prompts.Select(prompt => "  {"
            + $"\"Question\": {JsonSerializer.Serialize(prompt.Text)}, "
            + $"\"Category\": {JsonSerializer.Serialize(prompt.Category)}, "
            + (prompt.Composed is { } composed ? $"\"Composed\": {JsonSerializer.Serialize(composed)}, " : "")
            + $"\"Question_id\": {prompt.Id}}}");
        AtomicFile.Write(path, "[\n" + string.Join(",\n", lines) + "\n]\n");
    }

    /// <summary>A line that is no prompt.</summary>
    internal static SrumException Wrong(string path, int line, string what, Exception? inner = null) =>
        new($"{path}, line {line}: this line {what}.", inner);

    private static Func<string, string, List<PromptEntry>> FormOf(string path, string text)
    {
        var first = text.AsSpan().TrimStart(" \t\n\uFEFF");
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" => PromptTable.Read,
            _ when PromptJson.AreLines(path, first.StartsWith("{")) => PromptJson.Lines,
            ".json" => PromptJson.Array,
            _ when first.StartsWith("[") => PromptJson.Array,
            _ when PromptTable.IsHeading(text) => PromptTable.Read,
            _ => PromptLines.Read,
        };
    }
}
