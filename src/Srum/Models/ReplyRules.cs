namespace Srum.Models;

/// <summary>What all designs do alike when they write a batch of replies.</summary>
internal static class ReplyRules
{
    /// <summary>
    /// Share of unfinished rows at which the finished ones leave the batch: leaving copies the cache of all others.
    /// </summary>
    public const double LeaveBelow = 0.75;

    /// <summary>
    /// Tokens that are weighed against each other wherever one of them is written: only what one token says is chosen
    /// in one place, so where a continuation has more or fewer there are none.
    /// </summary>
    /// <param name="continuations">The tokens of each continuation.</param>
    public static int[] Weighed(IEnumerable<int[]> continuations)
    {
        int[][] words = [.. continuations];
        return words.All(tokens => tokens.Length == 1) ? [.. words.Select(tokens => tokens[0])] : [];
    }
}
