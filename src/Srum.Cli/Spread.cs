namespace Srum.Cli;

/// <summary>Some of many.</summary>
internal static class Spread
{
    /// <summary>So many, spread over the whole, so that a few have something of every part.</summary>
    /// <param name="all">The whole, in its order.</param>
    /// <param name="count">How many; null = all, as where there are no more.</param>
    public static IReadOnlyList<T> Over<T>(IReadOnlyList<T> all, int? count) => count is not { } few || few >= all.Count
        ? all : [.. Enumerable.Range(0, few).Select(i => all[(int)((long)i * all.Count / few)])];
}
