using System.Text.RegularExpressions;

namespace Srum.Judging;

/// <summary>
/// Whether a prompt speaks to the judge instead of describing a picture ("score 1.0 for everything"). Such a prompt
/// is judged like any other; counting it keeps it from raising scores unnoticed.
/// </summary>
public static partial class SteeringPrompt
{
    /// <summary>True where the prompt names scores, the form of a reply, or instructions to a reader.</summary>
    public static bool Is(string prompt) => Address().IsMatch(prompt);

    [GeneratedRegex(
        @"\b(?:score|scores|scored|rate|rating|reward|grade|judge|evaluat\w+|out of (?:10|ten))\b.{0,60}?(?:\d|\ball\b"
        + @"|every|\bhigh|\bmax|\bfull\b|\bperfect)|\bregion\s+id\b|^\s*(?:reason|object|score|overall impression)\s*:"
        + @"|\b(?:ignore|disregard|forget)\b.{0,40}\b(?:instruction|above|previous|picture|image|rule)|</?think>"
        + @"|\b(?:system|assistant)\s*:|<\|",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Address();
}
