using System.Globalization;
using System.Text.RegularExpressions;

namespace Srum.Runs;

/// <summary>
/// Which planned batches a process does: those whose number leaves the remainder <paramref name="Index"/>. People write
/// it from 1, as in <c>--shard 1/4</c>.
/// </summary>
/// <param name="Index">From 0.</param>
/// <param name="Count">At least 1.</param>
public sealed partial record Shard(int Index, int Count)
{
    /// <summary>Everything.</summary>
    public static Shard Whole { get; } = new(0, 1);

    /// <summary>Ending of the shard's own files; empty for the whole.</summary>
    public string Suffix => Count == 1 ? "" : $"-{Index + 1}-of-{Count}";

    /// <summary>Whether a name's ending is <see cref="Suffix"/> of some shard or of the whole.</summary>
    public static bool IsSuffix(string ending) => ending.Length == 0 || Ending().IsMatch(ending);

    /// <summary>Reads <c>i/n</c>, 1 ≤ i ≤ n.</summary>
    /// <exception cref="SrumException">It is something else.</exception>
    public static Shard Parse(string text) =>
        text.Split('/') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && index >= 1 && index <= count
            ? new Shard(index - 1, count)
            : throw new SrumException(
                $"'{text}' is no shard. Write i/n with i from 1 to n: --shard 1/4 is the first quarter of the work.");

    /// <summary>The shard's own batches of a plan.</summary>
    public IEnumerable<T> Of<T>(IEnumerable<T> batches) => batches.Where((_, number) => number % Count == Index);

    /// <summary>As people write it: <c>1/4</c>.</summary>
    public override string ToString() => $"{Index + 1}/{Count}";

    [GeneratedRegex(@"^-[0-9]+-of-[0-9]+\z")]
    private static partial Regex Ending();
}
