using System.Text.Json.Serialization;

namespace Srum.Prompts;

/// <summary>One prompt of a set.</summary>
/// <param name="Id">Its number, unique in the set.</param>
/// <param name="Text">The prompt.</param>
/// <param name="Category">Its category; empty where the file states none.</param>
public sealed record PromptEntry(long Id, string Text, string Category)
{
    /// <summary>
    /// Texts that the picture can also be drawn from, in the notation of <see cref="Composition"/>; null (default) =
    /// none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Composed { get; init; }

    /// <summary>The most characters of one prompt.</summary>
    public const int LongestText = 4000;

    /// <summary>
    /// What keeps a text from being a prompt, as the end of a sentence that begins with "it"; null = nothing.
    /// </summary>
    public static string? Fault(string text) =>
        text.Length == 0 ? "holds no prompt"
        : text.Length > LongestText
            ? $"is a prompt of {text.Length} characters; at most {LongestText} are read. Shorten it"
        : text.Any(IsUnseen) ? "holds control characters. Expected plain text"
        : null;

    // A tab and line ends may stand in a prompt that says where it ends. Line and paragraph separators, and a byte
    // order mark inside a text, are seen by nobody either.
    private static bool IsUnseen(char character) =>
        (char.IsControl(character) && character is not ('\t' or '\n' or '\r'))
            || character is '\u2028' or '\u2029' or '\uFEFF';
}
