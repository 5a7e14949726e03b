using Srum.Shapes;

namespace Srum.Tests.Rounds;

/// <summary>Where a round is disturbed.</summary>
internal static class RoundPoints
{
    /// <summary>Events to disturb, counted from 1: one of every kind first, then any, as many as are wanted.</summary>
    /// <param name="events">The kind of each event of an undisturbed round.</param>
    /// <param name="count">How many; fewer where there are fewer events.</param>
    /// <param name="random">Chooses.</param>
    public static int[] Choose(IReadOnlyList<string> events, int count, SeededRandom random)
    {
        int[] order = random.Shuffle(Enumerable.Range(1, events.Count));
        return [.. order.DistinctBy(at => events[at - 1]).Concat(order).Distinct().Take(count)];
    }
}
