using System.Globalization;
using System.Text;

namespace Srum.Text;

/// <summary>
/// The part of regular expressions that the cuts of published tokenizers are written in, over code points: characters,
/// classes of characters and ranges, <c>\s</c> (white space), <c>\uXXXX</c>, the quantifiers <c>?</c>, <c>+</c> and
/// <c>*</c> (greedy), and <c>$</c> at the end. .NET's own expressions see UTF-16, where a range beyond the basic plane
/// is something else.
/// </summary>
internal sealed class CodePointPattern
{
    private readonly List<(CodePointClass Class, int Least, bool Many)> parts = [];
    private readonly bool reachesEnd;

    private CodePointPattern(string pattern)
    {
        var runes = new Queue<Rune>(pattern.EnumerateRunes());
        while (runes.TryDequeue(out var rune))
        {
            if (rune.Value == '$' && runes.Count == 0)
            {
                reachesEnd = true;
                return;
            }

            var kind = CodePointClass.Read(rune, runes);
            var quantifier = runes.Count == 0 ? '\0' : runes.Peek().Value;
            if (quantifier is '?' or '+' or '*')
            {
                runes.Dequeue();
            }

            parts.Add((kind, quantifier is '?' or '*' ? 0 : 1, quantifier is '+' or '*'));
        }
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It uses what is not known here, or matches nothing at all.</exception>
    public static CodePointPattern Parse(string pattern)
    {
        var read = new CodePointPattern(pattern);
        return read.parts.Sum(part => part.Least) > 0
            ? read
            : throw new FormatException($"the pattern '{pattern}' matches an empty text");
    }

    /// <summary>Where the pattern next matches, and how much; a length of 0 where it does not any more.</summary>
    /// <param name="text">Code points.</param>
    /// <param name="from">Where the search begins.</param>
    public (int Start, int Length) Next(ReadOnlySpan<int> text, int from)
    {
        for (var start = from; start < text.Length; start++)
        {
            if (End(text, start, 0) is > 0 and var end)
            {
                return (start, end - start);
            }
        }

        return (text.Length, 0);
    }

    // Behind the longest first choice of each part from which the rest matches; −1 where there is none.
    private int End(ReadOnlySpan<int> text, int at, int part)
    {
        if (part == parts.Count)
        {
            return !reachesEnd || at == text.Length ? at : -1;
        }

        var (kind, least, many) = parts[part];
        var most = 0;
        while (at + most < text.Length && (many || most == 0) && kind.Contains(text[at + most]))
        {
            most++;
        }

        for (var taken = most; taken >= least; taken--)
        {
            if (End(text, at + taken, part + 1) is >= 0 and var end)
            {
                return end;
            }
        }

        return -1;
    }

    /// <summary>A set of code points.</summary>
    private sealed class CodePointClass
    {
        private const string Meta = "()|.^*+?{}$";

        private readonly List<(int First, int Last)> ranges = [];
        private bool space;

        /// <summary>Reads a class, an escape or a character; the rest of the pattern follows in the queue.</summary>
        public static CodePointClass Read(Rune first, Queue<Rune> rest)
        {
            var found = new CodePointClass();
            if (first.Value != '[')
            {
                if (Meta.Contains((char)first.Value))
                {
                    throw new FormatException($"'{first}' in a pattern is not known here");
                }

                found.Add(first, rest);
                return found;
            }

            while (Taken(rest) is var rune && rune.Value != ']')
            {
                if (rune.Value is '^' or '[' or '&')
                {
                    throw new FormatException($"'{rune}' in a class of a pattern is not known here");
                }

                found.Add(rune, rest);
            }

            return found;
        }

        public bool Contains(int point)
        {
            if (space && Rune.IsValid(point) && Rune.IsWhiteSpace(new Rune(point)))
            {
                return true;
            }

            foreach (var (first, last) in ranges)
            {
                if (point >= first && point <= last)
                {
                    return true;
                }
            }

            return false;
        }

        private static Rune Taken(Queue<Rune> rest) =>
            rest.TryDequeue(out var rune) ? rune : throw new FormatException("a pattern ends too early");

        private void Add(Rune rune, Queue<Rune> rest)
        {
            if (Point(rune, rest) is not { } first)
            {
                space = true;
                return;
            }

            // A minus sign is a range between two characters, itself at the end of a class.
            if (rest.Count < 2 || rest.Peek().Value != '-' || rest.ElementAt(1).Value == ']')
            {
                ranges.Add((first, first));
                return;
            }

            rest.Dequeue();
            var last = Point(Taken(rest), rest);
            ranges.Add(
                last >= first ? (first, last.Value) : throw new FormatException("a range of a pattern runs backwards"));
        }

        // The code point of a character or an escape; null = white space.
        private static int? Point(Rune rune, Queue<Rune> rest)
        {
            if (rune.Value != '\\')
            {
                return rune.Value;
            }

            var escaped = Taken(rest);
            return escaped.Value switch
            {
                's' => null,
                'r' => '\r',
                'n' => '\n',
                't' => '\t',
                'u' => Hexadecimal(string.Concat(Enumerable.Range(0, 4).Select(_ => Taken(rest)))),
                _ when escaped.IsAscii && !char.IsAsciiLetterOrDigit((char)escaped.Value) => escaped.Value,
                _ => throw new FormatException($"the escape '\\{escaped}' in a pattern is not known here"),
            };

            static int Hexadecimal(string digits) =>
                int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }
    }
}
