namespace Srum.Models.Bagel;

/// <summary>
/// Which token last followed the last few: a guess at what a text goes on with, for look-up decoding (Saxena 2023,
/// prompt look-up; Fu et al. 2024, look-ahead). A wrong guess costs time alone, since the model reads every draft
/// before it counts.
/// </summary>
/// <param name="basis">What texts go on with as a rule, asked after this table; null = nothing is known.</param>
internal sealed class DraftTable(DraftTable? basis = null)
{
    /// <summary>
    /// The most tokens that are compared with what came before. On replies of the tiny judge 8 is where it levels off.
    /// </summary>
    private const int Longest = 8;

    /// <summary>Entries at which the table begins anew: some megabytes.</summary>
    private const int Most = 1 << 18;

    private readonly Dictionary<ulong, int> followers = [];

    /// <summary>A table of whole texts.</summary>
    public static DraftTable Of(IEnumerable<List<int>> texts)
    {
        var table = new DraftTable();
        foreach (var text in texts)
        {
            for (var place = 1; place < text.Count; place++)
            {
                table.Note(text, place);
            }
        }

        return table;
    }

    /// <summary>Notes what stands at a place of a text.</summary>
    public void Note(List<int> text, int place)
    {
        if (followers.Count > Most)
        {
            followers.Clear();
        }

        var key = 0UL;
        for (var count = 1; count <= Longest && count <= place; count++)
        {
            key = Further(key, text[place - count]);
            followers[key] = text[place];
        }
    }

    /// <summary>Drafts how a text goes on, as far as something like its end was seen before.</summary>
    /// <param name="text">The text; the same when this returns.</param>
    /// <param name="own">What followed in this text, which is believed first.</param>
    /// <param name="others">What followed in other texts.</param>
    /// <param name="most">The most tokens.</param>
    public static IReadOnlyList<int> Draft(List<int> text, DraftTable own, DraftTable others, int most)
    {
        var begun = text.Count;
        Span<ulong> keys = stackalloc ulong[Longest];
        while (text.Count - begun < most && Next(keys) is { } next)
        {
            text.Add(next);
        }

        var draft = text[begun..];
        text.RemoveRange(begun, draft.Count);
        return draft;

        int? Next(Span<ulong> keys)
        {
            var count = Math.Min(Longest, text.Count);
            for (var i = 0; i < count; i++)
            {
                keys[i] = Further(i == 0 ? 0 : keys[i - 1], text[^(i + 1)]);
            }

            for (var i = count - 1; i >= 0; i--)
            {
                if (own.followers.TryGetValue(keys[i], out var next) || others.Knows(keys[i], out next))
                {
                    return next;
                }
            }

            return null;
        }
    }

    private bool Knows(ulong key, out int next) =>
        followers.TryGetValue(key, out next) || (basis is not null && basis.Knows(key, out next));

    // Mixed well (the finaliser of SplitMix64): ends of different lengths share one dictionary.
    private static ulong Further(ulong key, int token)
    {
        var z = (key + (uint)token + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        return z ^ (z >> 31);
    }
}
