using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Srum.Endpoints;

/// <summary>What counts as the text of a reply.</summary>
internal static partial class ReplyText
{
    /// <summary>
    /// Stands for a reply that refuses, whose own words must not be read as a judgement, and for the one that a
    /// question gets which is too long.
    /// </summary>
    public const string Refusal = "[The endpoint refused to answer.]";

    /// <summary>The text, perhaps empty.</summary>
    public static string Of(ChatResponse response) =>
        response.FinishReason == ChatFinishReason.ContentFilter
            || response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().Any()
            ? Refusal
            : response.FinishReason == ChatFinishReason.Length ? WithoutTornNumber(response.Text) : response.Text;

    /// <summary>
    /// Whether the model that a reply names is the one that was asked. Hosted endpoints answer by the dated name of a
    /// version, others by the last part of a path. What goes on in a word is another model, as gpt-4o-mini is not
    /// gpt-4o.
    /// </summary>
    /// <param name="by">The name in the reply.</param>
    /// <param name="asked">The name in the question.</param>
    public static bool IsSame(string by, string asked) =>
        by.Equals(asked, StringComparison.OrdinalIgnoreCase)
        || (by.StartsWith(asked, StringComparison.OrdinalIgnoreCase) && Version().IsMatch(by[asked.Length..]))
        || asked.EndsWith("/" + by, StringComparison.OrdinalIgnoreCase);

    /// <summary>The start of a text, for messages.</summary>
    public static string Start(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 300 ? line[..300] + "…" : line;
    }

    // A reply that was cut at its length may end within a number, which would then be another one.
    private static string WithoutTornNumber(string text) => text.TrimEnd(
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '-', '+', 'e', 'E', '−');

    [GeneratedRegex(@"\A-[0-9]{3,}")]
    private static partial Regex Version();
}
