namespace Srum.Tests.Rounds;

/// <summary>Where a round is disturbed.</summary>
internal static class RoundPoints
{
    /// <summary>Events to disturb, counted from 1: one of every kind first, then any, as many as are wanted.</summary>
    /// <param name="events">The kind of each event of an undisturbed round.</param>
    /// <param name="count">How many; fewer where there are fewer events.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="which">The kinds to choose from; null = all.</param>
    public static int[] Choose(
        IReadOnlyList<string> events, int count, SeededRandom random, Func<string, bool>? which = null)
    {
        int[] order =
            random.Shuffle(Enumerable.Range(1, events.Count).Where(at => which is null || which(events[at - 1])));
        return [.. order.DistinctBy(at => events[at - 1]).Concat(order).Distinct().Take(count)];
    }
}
