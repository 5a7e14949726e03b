namespace Srum;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same on every system and runtime, which
/// <see cref="System.Random"/> does not promise.
/// </summary>
public sealed class SeededRandom
{
    private ulong state;

    /// <summary>Starts the sequence of a seed.</summary>
    public SeededRandom(long seed) => state = unchecked((ulong)seed);

    /// <summary>The seed of a place in a sequence: the same for ever, since data and trainings go by it.</summary>
    /// <param name="seed">Which sequence.</param>
    /// <param name="place">The place, from 0.</param>
    public static long SeedAt(long seed, long place) => unchecked((seed * 1_000_003) + place);

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>Standard normal (Box and Muller 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Uniform in [low, high).</summary>
    public double Between(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>A whole number, uniform in [0, count).</summary>
    public int Below(int count) => (int)(NextBits() % (ulong)count);

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>One of the items, each as likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>The items in random order.</summary>
    public T[] Shuffle<T>(IEnumerable<T> items)
    {
        var order = items.ToArray();
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
