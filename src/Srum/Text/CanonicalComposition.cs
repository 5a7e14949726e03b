using System.Globalization;
using System.Reflection;
using System.Text;

namespace Srum.Text;

/// <summary>
/// Unicode's normalization form C: decompose canonically, order the combining characters, compose again. The tables
/// are our own because <see cref="string.Normalize()"/> does nothing in programs without the system's globalization
/// data, and a token must not depend on the host. Tables of Unicode 14; later characters are left as they are.
/// </summary>
internal sealed class CanonicalComposition
{
    // Hangul syllables: 19 leading consonants · 21 vowels · 28 endings (Unicode standard, 3.12).
    private const int Syllables = 0xAC00, Leads = 0x1100, Vowels = 0x1161, Endings = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, EndingCount = 28, SyllableCount =
        LeadCount * VowelCount * EndingCount;

    private static readonly Lazy<CanonicalComposition> Tables = new(() => new CanonicalComposition());

    private readonly Dictionary<int, byte> classes = [];
    private readonly Dictionary<int, int[]> decompositions = [];
    private readonly Dictionary<(int, int), int> compositions = [];

    private CanonicalComposition()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Srum.Text.canonical.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                Add(line.Split(' '));
            }
        }
    }

    /// <summary>The text in form C.</summary>
    /// <param name="text">Any text; a lone surrogate becomes U+FFFD.</param>
    public static string Apply(string text) =>
        // below U+0300 all is composed
        text.AsSpan().ContainsAnyInRange('\u0300', '\uffff') ? Tables.Value.Composed(text) : text;

    private string Composed(string text)
    {
        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, runes);
        }

        Order(runes);
        Compose(runes);
        var composed = new StringBuilder(text.Length);
        foreach (var rune in runes)
        {
            composed.Append(new Rune(rune));
        }

        return composed.ToString();
    }

    private void Add(string[] words)
    {
        if (words[1] != "=")
        {
            var ends = words[0].Split('-').Select(Hex).ToArray();
            for (var c = ends[0]; c <= ends[^1]; c++)
            {
                classes[c] = byte.Parse(words[1], CultureInfo.InvariantCulture);
            }

            return;
        }

        var parts = words[2..].Where(w => w != "!").Select(Hex).ToArray();
        decompositions[Hex(words[0])] = parts;
        if (words[^1] != "!")
        {
            compositions[(parts[0], parts[1])] = Hex(words[0]);
        }
    }

    private void Decompose(int rune, List<int> into)
    {
        if (rune - Syllables is >= 0 and < SyllableCount and var index)
        {
            into.Add(Leads + (index / (VowelCount * EndingCount)));
            into.Add(Vowels + (index / EndingCount % VowelCount));
            if (index % EndingCount != 0)
            {
                into.Add(Endings + (index % EndingCount));
            }
        }
        else if (decompositions.TryGetValue(rune, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, into);
            }
        }
        else
        {
            into.Add(rune);
        }
    }

    // Stable order by class within each run of combining characters.
    private void Order(List<int> runes)
    {
        for (var start = 0; start < runes.Count; start++)
        {
            var end = start;
            while (end < runes.Count && Class(runes[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var ordered = runes[start..end].OrderBy(Class).ToArray();
                for (var i = 0; i < ordered.Length; i++)
                {
                    runes[start + i] = ordered[i];
                }
            }

            start = end;
        }
    }

    private void Compose(List<int> runes)
    {
        var (starter, written, last) = (-1, 0, 0);
        foreach (var rune in runes.ToArray())
        {
            var kind = Class(rune);
            // Blocked when a character of the same or a higher class stands between (0 also between starters).
            var blocked = starter < 0 || (starter != written - 1 && last >= kind);
            if (!blocked && Pair(runes[starter], rune) is { } composed)
            {
                runes[starter] = composed;
                continue;
            }

            if (kind == 0)
            {
                starter = written;
            }

            last = kind;
            runes[written++] = rune;
        }

        runes.RemoveRange(written, runes.Count - written);
    }

    private int? Pair(int first, int second)
    {
        if (first - Leads is >= 0 and < LeadCount and var lead
            && second - Vowels is >= 0 and < VowelCount and var vowel)
        {
            return Syllables + (((lead * VowelCount) + vowel) * EndingCount);
        }

        if (first - Syllables is >= 0 and < SyllableCount and var syllable && syllable % EndingCount == 0
            && second - Endings is > 0 and < EndingCount and var ending)
        {
            return first + ending;
        }

        return compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private byte Class(int rune) => classes.GetValueOrDefault(rune);

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
