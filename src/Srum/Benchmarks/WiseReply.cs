using System.Globalization;
using System.Text.RegularExpressions;
using Srum.Models;

namespace Srum.Benchmarks;

/// <summary>The judge's reply of WISE: three marks of 0, 1 or 2.</summary>
internal static partial class WiseReply
{
    /// <summary>The names of the marks, as records have them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["consistency", "realism", "aesthetic_quality"];

    /// <summary>What upstream writes for a mark that it does not find.</summary>
    public const double NotFound = 9.9;

    /// <summary>
    /// The marks as upstream reads them (<c>gpt_eval_mp.extract_scores</c>): the digit after the last mention of each
    /// label. Only the tests read them so, to hold what is known of upstream against its own results.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Published(string reply)
    {
        var marks = Names.ToDictionary(name => name, _ => NotFound);
        foreach (Match match in Digit().Matches(reply))
        {
            marks[Name(match)] = match.Groups["mark"].Value[0] - '0';
        }

        return marks;
    }

    /// <summary>The marks that the reply states; null where there is none of 0, 1 or 2, or where two differ.</summary>
    public static IReadOnlyDictionary<string, double?> Read(string reply)
    {
        var stated = Stated().Matches(Emphasis().Replace(Thought.After(reply), ""))
            .ToLookup(Name, match => double.Parse(match.Groups["mark"].Value, CultureInfo.InvariantCulture));
        return Names.ToDictionary(name => name, name => Only([.. stated[name].Distinct()]));

        static double? Only(double[] marks) => marks is [(0 or 1 or 2) and var only] ? only : null;
    }

    private static string Name(Match match) => match.Groups["name"].Value[..1].ToLowerInvariant() switch
    {
        "c" => Names[0],
        "r" => Names[1],
        _ => Names[2],
    };

    [GeneratedRegex(@"\*{0,2}(?<name>Consistency|Realism|Aesthetic Quality)\*{0,2}\s*[:：]?\s*(?<mark>[0-9])",
        RegexOptions.IgnoreCase)]
    private static partial Regex Digit();

    // A range in brackets after the label is the instruction's; a scale of 2 after the mark is the question's own.
    [GeneratedRegex(
        @"(?<name>consistency|realism|aesthetic[\s_]+quality)[""'”’]?\s*(?:\([^()]*\)|\[[^\[\]]*\])?\s*[:：=]?\s*"
        + @"[""'“‘]?(?<mark>[0-9]+(?:\.[0-9]+)?)(?![0-9%]|\.[0-9]|\s*/\s*(?!2(?:\.0)?\b))",
        RegexOptions.IgnoreCase)]
    private static partial Regex Stated();

    [GeneratedRegex(@"\*+|`+")]
    private static partial Regex Emphasis();
}
