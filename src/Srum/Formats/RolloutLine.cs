using System.Text.Json;
using System.Text.Json.Nodes;

namespace Srum.Formats;

/// <summary>
/// A line of the published rollout metadata (<c>output.jsonl</c>), which upstream writes where it thinks before
/// drawing.
/// </summary>
/// <param name="PictureFile">The picture's name in its folder; a record may be there though nothing was drawn.</param>
/// <param name="Prompt">The original prompt.</param>
/// <param name="PromptId">The prompt's number as text; null where the line has none.</param>
/// <param name="DetailedPrompt">The prompt as the thought rewrote it; null where none was found in the thought.</param>
/// <param name="Thought">The whole thought; null where the line has none.</param>
/// <param name="Json">The line as it is, with the fields that nothing here reads.</param>
public sealed record RolloutLine(
    string PictureFile, string Prompt, string? PromptId, string? DetailedPrompt, string? Thought, JsonElement Json)
{
    // What upstream writes instead of a detailed prompt that it did not find.
    private const string NotFound = "Failed to extract detailed prompt.";
    private const string Marker = "detailed prompt:";
    private const string ThoughtEnd = "</think>";

    /// <summary>Reads a line.</summary>
    /// <exception cref="SrumException">
    /// It has a fault, or no picture file or prompt; the message names file and line.
    /// </exception>
    public static RolloutLine Read(JsonLine line)
    {
        var json = line.Sound();
        var file = json.Text("image_file") ?? throw line.Wrong("has no \"image_file\"");
        return RecordedFile.Fault(file) is { } fault
            ? throw line.Wrong(fault)
            : new RolloutLine(
                file,
                json.Text("original_prompt") ?? throw line.Wrong("has no \"original_prompt\""),
                json.Word("prompt_id"),
                Detailed(json.Text("detailed_prompt")),
                json.Text("think_output"),
                json);
    }

    /// <summary>A line in the form that upstream's next stages read.</summary>
    /// <param name="promptId">The prompt's number.</param>
    /// <param name="file">The picture's name.</param>
    /// <param name="prompt">The original prompt.</param>
    /// <param name="thought">What was thought before drawing; null = nothing.</param>
    public static JsonObject Write(long promptId, string file, string prompt, string? thought) => new()
    {
        ["prompt_id"] = promptId,
        ["image_file"] = file,
        ["original_prompt"] = prompt,
        ["detailed_prompt"] = DetailedOf(thought ?? "") ?? NotFound,
        ["think_output"] = thought ?? "",
    };

    /// <summary>
    /// The lines that a folder has after a rerun: those that were there stay, and each new picture adds its own.
    /// (Upstream's rerun leaves its own lines alone.) Only the tests merge, files of the authors' own rerun.
    /// </summary>
    /// <param name="before">Lines of the earlier run.</param>
    /// <param name="after">Lines of the rerun.</param>
    public static IReadOnlyList<RolloutLine> Merge(IEnumerable<RolloutLine> before, IEnumerable<RolloutLine> after) =>
        [.. before.Concat(after).DistinctBy(line => line.PictureFile, StringComparer.Ordinal)];

    // As upstream finds it: from the first marker up to a blank line or the end of the text.
    private static string? DetailedOf(string thought)
    {
        var at = thought.IndexOf(Marker, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var rest = thought[(at + Marker.Length)..];
        var end = rest.IndexOf("\n\n", StringComparison.Ordinal);
        return (end < 0 ? rest : rest[..end]).Trim();
    }

    private static string? Detailed(string? text)
    {
        var end = text?.IndexOf(ThoughtEnd, StringComparison.Ordinal) ?? -1;
        var plain = (end < 0 ? text : text![..end])?.Trim();
        return plain is null or "" or NotFound ? null : plain;
    }
}
