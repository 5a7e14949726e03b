using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Srum.Models;

namespace Srum.Formats;

/// <summary>The judge's reply of T2I-CompBench: JSON with a score from 0 to 100 and an explanation.</summary>
public static partial class CompBenchReply
{
    /// <summary>
    /// The score as upstream reads it (<c>qwen_eval.extract_score</c>): the whole number <c>score</c> of the object
    /// that goes from the first brace to the one behind the last score, where that is JSON; else the first score's
    /// whole part, wherever it stands; −1 = none found.
    /// </summary>
    public static int Published(string reply) => OfObject(reply)
        ?? (Score().Match(reply) is { Success: true } match
            && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var score)
            ? score : -1);

    /// <summary>
    /// The score that the reply states, whatever the case of its key; null where there is none, where two differ, and
    /// where it lies outside [0, 100].
    /// </summary>
    public static double? Read(string reply)
    {
        var stated = Stated().Matches(Thought.After(reply))
            .Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().ToArray();
        return stated is [>= 0 and <= 100 and var only] ? only : null;
    }

    private static int? OfObject(string reply)
    {
        var text = reply.Replace("```json", "", StringComparison.Ordinal).Replace("```", "", StringComparison.Ordinal);
        var (open, close) = (text.IndexOf('{'), text.LastIndexOf('}'));
        if (open < 0 || close < open || Number().Matches(text[open..close]).LastOrDefault() is not { } last)
        {
            return null;
        }

        try
        {
            var end = text.IndexOf('}', open + last.Index + last.Length);
            using var document = JsonDocument.Parse(text[open..(end + 1)]);
            return document.RootElement.Field("score") is { ValueKind: JsonValueKind.Number } value
                && value.TryGetInt32(out var score) ? score : null;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            // No JSON, or no text that UTF-8 can hold.
            return null;
        }
    }

    [GeneratedRegex("\"score\":\\s*[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex("\"score\":\\s*\"?([0-9]+)")]
    private static partial Regex Score();

    [GeneratedRegex("\"score\"\\s*:\\s*\"?\\s*([+-]?[0-9]+(?:\\.[0-9]+)?)(?![0-9.eE%/])", RegexOptions.IgnoreCase)]
    private static partial Regex Stated();
}
