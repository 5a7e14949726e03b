using System.Globalization;
using System.Text.RegularExpressions;
using Srum.Models;

namespace Srum.Formats;

/// <summary>The judge's reply of T2I-CompBench: JSON with a score from 0 to 100 and an explanation.</summary>
public static partial class CompBenchReply
{
    /// <summary>
    /// The score as upstream reads it (<c>qwen_eval.extract_score</c>): the first one's whole part; −1 = none found.
    /// </summary>
    public static int Published(string reply) =>
        Score().Match(reply) is { Success: true } match
        && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var score) ? score
            : -1;

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

    [GeneratedRegex("\"score\"\\s*:\\s*\"?([0-9]+)")]
    private static partial Regex Score();

    [GeneratedRegex("\"score\"\\s*:\\s*\"?\\s*([+-]?[0-9]+(?:\\.[0-9]+)?)(?![0-9.eE%/])", RegexOptions.IgnoreCase)]
    private static partial Regex Stated();
}
