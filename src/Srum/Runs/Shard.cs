namespace Srum.Runs;

/// <summary>Which planned batches a process does: those whose number leaves the remainder <paramref name="Index"/>.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Count">At least 1.</param>
public sealed record Shard(int Index, int Count)
{
    /// <summary>Everything.</summary>
    public static Shard Whole { get; } = new(0, 1);

    /// <summary>Ending of the shard's own files; empty for the whole.</summary>
    public string Suffix => Count == 1 ? "" : $"-{Index}-of-{Count}";

    /// <summary>The shard's own batches of a plan.</summary>
    public IEnumerable<T> Of<T>(IEnumerable<T> batches) => batches.Where((_, number) => number % Count == Index);
}
