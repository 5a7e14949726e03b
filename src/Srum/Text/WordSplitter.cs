using System.Buffers;
using System.Globalization;
using System.Text;

namespace Srum.Text;

/// <summary>
/// Cuts text into words as Qwen2's pattern does:
/// <code>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|
/// ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</code> Written out over code points, because .NET's regular
/// expressions see UTF-16 and take letters and digits beyond the basic plane for neither.
/// </summary>
internal static class WordSplitter
{
    private enum Kind
    {
        Letter,
        Digit,
        Space,
        LineFeed,
        Other,
    }

    /// <summary>The lengths of the words of a text, one after the other, in UTF-16 units.</summary>
    public static IEnumerable<int> Lengths(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var length = First(text.AsSpan(start));
            start += length;
            yield return length;
        }
    }

    /// <summary>The length of the word at the beginning of a text, in UTF-16 units.</summary>
    /// <param name="text">Not empty.</param>
    public static int First(ReadOnlySpan<char> text)
    {
        var kind = KindAt(text, 0, out var width);
        return kind switch
        {
            Kind.Letter => width + Run(text[width..], Kind.Letter),
            Kind.Digit => width,
            _ => Contraction(text)
                ?? LettersBehind(text, kind, width)
                ?? Signs(text)
                ?? Spaces(text),
        };
    }

    // 's 't 're 've 'm 'll 'd, in any case; the long s (ſ) is an s in any case too
    private static int? Contraction(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '\'')
        {
            return null;
        }

        var first = char.ToLowerInvariant(text[1]);
        var second = text.Length > 2 ? char.ToLowerInvariant(text[2]) : '\0';
        return first is 's' or 'ſ' or 't' or 'm' or 'd' ? 2
            : (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3
            : null;
    }

    // One character of any kind but letters, digits and line feeds may stand before letters.
    private static int? LettersBehind(ReadOnlySpan<char> text, Kind kind, int width) =>
        kind != Kind.LineFeed && Run(text[width..], Kind.Letter) is > 0 and var letters ? width + letters : null;

    private static int? Signs(ReadOnlySpan<char> text)
    {
        var start = text[0] == ' ' ? 1 : 0;
        if (Run(text[start..], Kind.Other) is not (> 0 and var signs))
        {
            return null;
        }

        return start + signs + Run(text[(start + signs)..], Kind.LineFeed);
    }

    private static int Spaces(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && KindAt(text, end, out _) is Kind.Space or Kind.LineFeed)
        {
            end++; // all white space lies in the basic plane
        }

        var lastFeed = text[..end].LastIndexOfAny('\r', '\n');
        return lastFeed >= 0 ? lastFeed + 1
            : end == text.Length || end == 1 ? end
            : end - 1; // the last blank belongs to the next word
    }

    private static int Run(ReadOnlySpan<char> text, Kind kind)
    {
        var end = 0;
        while (end < text.Length && KindAt(text, end, out var width) == kind)
        {
            end += width;
        }

        return end;
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int at, out int width)
    {
        if (at >= text.Length)
        {
            width = 0;
            return Kind.Other;
        }

        if (Rune.DecodeFromUtf16(text[at..], out var rune, out width) != OperationStatus.Done)
        {
            return Kind.Other; // a lone surrogate
        }

        if (rune.IsAscii)
        {
            var c = (char)rune.Value;
            return char.IsAsciiLetter(c) ? Kind.Letter
                : char.IsAsciiDigit(c) ? Kind.Digit
                : c is '\r' or '\n' ? Kind.LineFeed
                : char.IsWhiteSpace(c) ? Kind.Space
                : Kind.Other;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber =>
                Kind.Digit,
            _ => Rune.IsWhiteSpace(rune) ? Kind.Space : Kind.Other,
        };
    }
}
