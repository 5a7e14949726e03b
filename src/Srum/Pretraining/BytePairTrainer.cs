using System.Text;
using System.Text.RegularExpressions;
using Srum.Files;
using Srum.Text;

namespace Srum.Pretraining;

/// <summary>
/// Learns a small byte-level BPE from texts (Sennrich et al. 2016: join the most frequent neighbouring pair, again
/// and again).
/// </summary>
internal static partial class BytePairTrainer
{
    /// <summary>
    /// Learns merges until every word that occurs at least <paramref name="smallestCount"/> times is one token.
    /// </summary>
    /// <param name="texts">The corpus.</param>
    /// <param name="smallestCount">Pairs seen less often are not joined.</param>
    public static LearntWords Learn(IEnumerable<string> texts, int smallestCount = 20)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            foreach (Match word in Words().Matches(text))
            {
                counts[word.Value] = counts.GetValueOrDefault(word.Value) + 1;
            }
        }

        var symbols = Enumerable.Range(0, 256).Select(value => ByteSymbols.Of((byte)value).ToString()).ToArray();
        var words = counts
            .Select(
                entry => (Count: entry.Value,
                    Pieces: Encoding.UTF8.GetBytes(entry.Key).Select(value => symbols[value]).ToList()))
            .ToList();
        var merges = new List<(string Left, string Right)>();
        while (MostFrequentPair(words) is var (pair, count) && count >= smallestCount)
        {
            merges.Add(pair);
            foreach (var (_, pieces) in words)
            {
                Join(pieces, pair);
            }
        }

        var vocabulary = symbols.Order(StringComparer.Ordinal)
            .Concat(merges.Select(pair => pair.Left + pair.Right))
            .Distinct()
            .Select((token, id) => (token, id))
            .ToDictionary(entry => entry.token, entry => entry.id);
        return new LearntWords(vocabulary, merges);
    }

    // Ties go to the pair that comes first, so that the same corpus always gives the same files.
    private static ((string Left, string Right) Pair, int Count) MostFrequentPair(
        List<(int Count, List<string> Pieces)> words)
    {
        var pairs = new Dictionary<(string Left, string Right), int>();
        foreach (var (count, pieces) in words)
        {
            for (var i = 0; i + 1 < pieces.Count; i++)
            {
                pairs[(pieces[i], pieces[i + 1])] = pairs.GetValueOrDefault((pieces[i], pieces[i + 1])) + count;
            }
        }

        return pairs
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key.Left, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Right, StringComparer.Ordinal)
            .Select(entry => (entry.Key, entry.Value))
            .FirstOrDefault();
    }

    private static void Join(List<string> pieces, (string Left, string Right) pair)
    {
        for (var i = 0; i + 1 < pieces.Count; i++)
        {
            if (pieces[i] == pair.Left && pieces[i + 1] == pair.Right)
            {
                pieces[i] += pair.Right;
                pieces.RemoveAt(i + 1);
            }
        }
    }

    // A word with the blank before it: the pieces that both designs' patterns cut out of plain text.
    [GeneratedRegex(@" ?[A-Za-z]+| ?[^\sA-Za-z0-9]+")]
    private static partial Regex Words();
}
