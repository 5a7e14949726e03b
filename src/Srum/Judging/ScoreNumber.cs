using System.Globalization;
using System.Text.RegularExpressions;

namespace Srum.Judging;

/// <summary>
/// The one grammar of a score: sign, digits, point; then at most a full stop, <c>/1</c> or a remark. Whatever else
/// touches the digits (a second point, a percent sign, another scale, an exponent, a second number) means that the
/// text is no score: a wrong number costs more than a missing one.
/// </summary>
internal static partial class ScoreNumber
{
    /// <summary>How far over an end of [-1, 1] a score is still taken for that end: 10 % of the range.</summary>
    private const double Slack = 0.2;

    /// <summary>Reads the number that a text begins with; null where there is none.</summary>
    /// <param name="text">What follows the label.</param>
    /// <param name="endsReply">True where the reply ends here, so that <c>-0.</c> was cut off.</param>
    /// <param name="alone">True where nothing but the number may stand in the text.</param>
    public static double? Read(string text, bool endsReply = false, bool alone = false)
    {
        text = NarrowForms(text).Trim();
        var range = Bracketed().Match(text);
        if (range.Success && Digits().Count(range.Groups["inside"].Value) > 1
            && Number().IsMatch(text[range.Length..]))
        {
            text = text[range.Length..];
        }

        var number = Number().Match(text);
        if (!number.Success)
        {
            return null;
        }

        var rest = text[number.Length..];
        var wholeNumber = !number.Groups["digits"].Value.AsSpan().ContainsAny(".,");
        if (endsReply && wholeNumber && rest == "." || !Ending().IsMatch(rest) || Range().IsMatch(rest)
            || alone && !Alone().IsMatch(rest))
        {
            return null;
        }

        var value = double.Parse(number.Groups["digits"].Value.Replace(',', '.'), CultureInfo.InvariantCulture);
        return number.Groups["sign"].Value is "" or "+" ? value : 0 - value;
    }

    /// <summary>Takes a score a little outside [-1, 1] for the end it passed; null for anything further out.</summary>
    public static double? InRange(double score) => Math.Abs(score) <= 1 + Slack ? Math.Clamp(score, -1, 1) : null;

    /// <summary>Full-width signs as the plain ones; format characters that have no width are dropped.</summary>
    private static string NarrowForms(string text) => string.Concat(text
        .Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format)
        .Select(c => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c));

    // "(from -1.0 to 1.0)": brackets, which are a range where they hold two numbers. These are counted apart: one
    // pattern of both would try every way to divide the text.
    [GeneratedRegex(@"^[(\[](?<inside>[^()\[\]]*)[)\]]\s*:?\s*")]
    private static partial Regex Bracketed();

    [GeneratedRegex("[0-9][0-9.]*")]
    private static partial Regex Digits();

    // A comma with three digits after a whole number above 0 may part thousands, so it is left alone.
    [GeneratedRegex(
        @"^[""'“”‘’«(\[<]*(?<sign>[+\-\u2212\u2013]?)(?<digits>0+,[0-9]+|[0-9]+,[0-9]{1,2}(?![0-9])|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")]
    private static partial Regex Number();

    // The scale's top, closing marks and punctuation, then the end, a space or a bracket; no percentage, no other
    // scale.
    [GeneratedRegex(
        @"^(?:\s*/\s*1(?:\.0*)?(?![0-9,])|\s+out\s+of\s+1(?:\.0*)?(?![0-9,]))?[""'“”‘’»)\]>.,;:!}]*(?=$|\s|\()(?!\s*(?:[%‰/\u2044]|per\s?cent|out\s+of\s))",
        RegexOptions.IgnoreCase)]
    private static partial Regex Ending();

    // A second number right after the first: a range, or a choice that was not made.
    [GeneratedRegex(
        @"^\s*(?:(?:to|and|or|through|until|bis|[-\u2212\u2013\u2014~…|→]|\.{2,}|->)?\s*[+\-\u2212\u2013]?\.?[0-9]|,\s*[+\-\u2212\u2013]?[0-9]*\.?[0-9]+\s*(?:$|[)\]]))",
        RegexOptions.IgnoreCase)]
    private static partial Regex Range();

    [GeneratedRegex(@"^(?:\s*/\s*1(?:\.0*)?)?[""'“”‘’»)\]>.,;\s]*$")]
    private static partial Regex Alone();
}
