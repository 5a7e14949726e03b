using System.Globalization;
using System.Text.RegularExpressions;

namespace Srum.Notebooks.Checks;

/// <summary>Texts whose numbers are compared as numbers.</summary>
internal static partial class NumberText
{
    /// <summary>How far a number may be off: this much, or this share of it where it is above 1.</summary>
    public const double Tolerance = 1e-3;

    private const string Blanked = "#";

    /// <summary>Whether two texts have the same words, and numbers that are equal to <see cref="Tolerance"/>.</summary>
    public static bool Agree(string golden, string shown) =>
        Number().Replace(golden, Blanked) == Number().Replace(shown, Blanked)
            && Numbers(golden).Zip(Numbers(shown)).All(pair => Near(pair.First, pair.Second));

    /// <summary>
    /// The texts with every number blanked; a row of numbers alone (a chart's axis) counts as one, however long.
    /// </summary>
    public static IEnumerable<string> Blank(IEnumerable<string> texts)
    {
        var last = "";
        foreach (var text in texts.Select(text => Number().Replace(SmallP().Replace(text, AsNumber), Blanked)))
        {
            if (text != Blanked || last != Blanked)
            {
                yield return text;
            }

            last = text;
        }
    }

    /// <summary>
    /// A number that is none: the sign of a division by zero, a mean over nothing or a training that ran away.
    /// </summary>
    public static bool IsBroken(string text) => NoNumber().IsMatch(text);

    /// <summary>
    /// A share above 100 %, or a difference of shares beyond it; the width of an interval (after ±) may be any.
    /// </summary>
    public static bool IsImpossibleShare(string text) =>
        Share().Matches(text).Any(
            match =>
                double.TryParse(match.Groups[1].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
                    && share > 100);

    private static string AsNumber(Match p) => p.Groups[1].Success ? "p = 0" : "0";

    private static IEnumerable<double> Numbers(string text) =>
        Number().Matches(text).Select(
            match => double.Parse(
                match.Value.Replace('−', '-').Replace(",", "", StringComparison.Ordinal), NumberStyles.Float,
                CultureInfo.InvariantCulture));

    private static bool Near(double golden, double shown) =>
        Math.Abs(golden - shown) <= Tolerance * Math.Max(1, Math.Abs(golden));

    // A sign belongs to a number where no letter or digit stands before it; digits inside a word ("fp32") are letters.
    [GeneratedRegex(@"(?<![\p{L}\d_.,])[+\-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\d)")]
    private static partial Regex Number();

    // A p value of less than three digits.
    [GeneratedRegex(@"(p )?< \.001")]
    private static partial Regex SmallP();

    [GeneratedRegex(@"\bNaN\b|∞|\bInfinity\b")]
    private static partial Regex NoNumber();

    [GeneratedRegex(@"(?<![\d.]|±\s?)(\d+(?:\.\d+)?)\s?%")]
    private static partial Regex Share();
}
