namespace Srum.Evaluation;

/// <summary>
/// Compares two systems on the same prompts by resampling (Efron 1979), with replacement: the combinations that prompts
/// stand for, where those are known; then prompts, the same for both systems; then the training seeds of each, one
/// fewer than it has. With a single training seed the chance of training is unseen, and the standard error says less
/// than it seems to.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>Name of the test, for records.</summary>
    public const string Test = "paired bootstrap over prompts, then training seeds";

    /// <summary>Its name where it is known which combinations prompts stand for.</summary>
    public const string TestOfCombinations = "paired bootstrap over combinations, prompts, then training seeds";

    /// <summary>a − b.</summary>
    /// <param name="a">The first system.</param>
    /// <param name="b">The second, on the same prompts in the same order.</param>
    /// <param name="seed">Seed of the resampling.</param>
    /// <param name="resamples">
    /// How often to draw, at least 100. Default 10,000: p is then known to about ±0.004 near 0.05.
    /// </param>
    /// <returns>Difference, its standard error, and the two-sided p value, at least 2 / (resamples + 1).</returns>
    /// <exception cref="SrumException">
    /// The systems were not evaluated on the same number of prompts, or on none.
    /// </exception>
    public static Comparison Compare(SystemScores a, SystemScores b, long seed, int resamples = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        var prompts = a.Rows[0].Length;
        if (prompts == 0 || a.Rows.Concat(b.Rows).Any(row => row.Length != prompts))
        {
            throw new SrumException($"{a.Name} and {b.Name} cannot be compared: they need the same prompts, at least "
                + "one. Evaluate both on one prompt set.");
        }

        var random = new SeededRandom(seed);
        var differences = new double[resamples];
        var clusters = a.Clusters;
        var drawn = new int[prompts];
        var count = 0;
        for (var i = 0; i < resamples; i++)
        {
            Array.Clear(drawn);
            count = 0;
            for (var k = 0; k < clusters.Count; k++)
            {
                var cluster = clusters[random.Below(clusters.Count)];
                count += cluster.Length;
                for (var j = 0; j < cluster.Length; j++)
                {
                    drawn[cluster[cluster.Length == 1 ? 0 : random.Below(cluster.Length)]]++;
                }
            }

            differences[i] = Mean(a) - Mean(b);
        }

        var difference = a.Rows.Average(row => row.Average()) - b.Rows.Average(row => row.Average());
        var mean = differences.Average();
        var error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (resamples - 1));
        var tail = Math.Min(differences.Count(d => d <= 0), differences.Count(d => d >= 0));
        return new Comparison(
            a.Name, b.Name, difference, error, Math.Min(1, 2.0 * (tail + 1) / (resamples + 1)),
            clusters.Count < prompts ? TestOfCombinations : Test);

        double Mean(SystemScores system)
        {
            // The mean of all S seeds, drawn with replacement, would vary by (S − 1)/S of what it does: with two or
            // three seeds that is much. The mean of S − 1 varies by just that (Rao and Wu 1988).
            var seeds = Math.Max(1, system.Rows.Count - 1);
            var sum = 0.0;
            for (var k = 0; k < seeds; k++)
            {
                var row = system.Rows[system.Rows.Count == 1 ? 0 : random.Below(system.Rows.Count)];
                for (var prompt = 0; prompt < prompts; prompt++)
                {
                    sum += drawn[prompt] * row[prompt];
                }
            }

            return sum / ((double)seeds * count);
        }
    }

    /// <summary>
    /// a − b over all prompts, in each category, which tells whether a gain is drift to easy prompts, and in each group
    /// of combinations, where those are known.
    /// </summary>
    /// <inheritdoc cref="Compare"/>
    public static Comparison CompareInParts(SystemScores a, SystemScores b, long seed, int resamples = 10_000)
    {
        string[] categories =
            [.. a.Categories.Where(category => category.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        return Compare(a, b, seed, resamples) with
        {
            ByCategory = categories.Length == 0 ? null : categories.ToDictionary(category => category, Difference),
            ByGroup = a.Groups.Count == 0 ? null : a.Groups.ToDictionary(group => group, group =>
            {
                var own = Compare(a.Of(group), b.Of(group), seed, resamples);
                return new GroupDifference(own.Difference, own.Stderr, own.P);
            }),
        };

        Estimate Difference(string category)
        {
            var own = Compare(a.Of(category), b.Of(category), seed, resamples);
            return new Estimate(own.Difference, own.Stderr, a.Categories.Count(name => name == category));
        }
    }

    /// <summary>
    /// The smallest true difference that a test at level 0.05 (two-sided) would have found in 80 % of repeats:
    /// (1.960 + 0.842) standard errors.
    /// </summary>
    /// <param name="standardError">Standard error of the difference.</param>
    public static double SmallestDetectableDifference(double standardError) => (1.960 + 0.842) * standardError;
}
