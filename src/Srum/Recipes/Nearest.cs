namespace Srum.Recipes;

/// <summary>What somebody may have meant.</summary>
internal static class Nearest
{
    /// <summary>The candidate that takes the fewest changed letters.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">At least one.</param>
    public static string Of(string word, IEnumerable<string> candidates) =>
        candidates.MinBy(candidate => Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant()))!;

    // Levenshtein's distance, a row at a time.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) =
                    (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
