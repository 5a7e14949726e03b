using Srum.Evaluation;

namespace Srum.Audits;

/// <summary>
/// Whether scores depend on something that must not matter. Within each block scores are compared with the block's
/// mean, so that easy and hard scenes cancel; groups are shuffled within blocks to see what chance does (Fisher 1935).
/// </summary>
/// <param name="Groups">
/// For each group, in order of its name, the mean score: grand mean + mean deviation from the block, with the error of
/// the deviations; n = blocks.
/// </param>
/// <param name="Spread">Greatest minus least of the groups' means; 0 where there are less than two groups.</param>
/// <param name="P">
/// Share of shuffles with at least this spread of the groups' means, by their variance; at least 1 / (shuffles + 1).
/// </param>
/// <param name="Blocks">Blocks with at least two groups; others say nothing and are left out.</param>
public sealed record GroupBias(
    IReadOnlyList<KeyValuePair<string, Estimate>> Groups, double Spread, double P, int Blocks)
{
    /// <summary>Compares groups.</summary>
    /// <param name="scores">The scores; a block need not have every group.</param>
    /// <param name="seed">Seed of the shuffles.</param>
    /// <param name="shuffles">How many, at least 20. Default 2,000.</param>
    public static GroupBias Of(IReadOnlyList<BlockScore> scores, long seed = 0, int shuffles = 2000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shuffles, 20);
        var blocks = scores.GroupBy(score => score.Block).Select(block => block.ToArray())
            .Where(block => block.Select(score => score.Group).Distinct().Count() > 1).ToArray();
        if (blocks.Length == 0)
        {
            return new GroupBias([], 0, 1, 0);
        }

        var names = blocks.SelectMany(block => block.Select(score => score.Group))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();
        var rows = blocks.Select(block =>
        {
            var mean = block.Average(score => score.Score);
            return block.Select(score => (Group: Array.IndexOf(names, score.Group), Off: score.Score - mean)).ToArray();
        }).ToArray();
        var grand = blocks.Average(block => block.Average(score => score.Score));
        var groups = names.Select((name, group) =>
        {
            var off = Estimate.Of(
                [.. rows.SelectMany(row => row).Where(item => item.Group == group).Select(item => item.Off)]);
            return KeyValuePair.Create(name, off with { Mean = grand + off.Mean });
        }).ToArray();
        var random = new SeededRandom(seed);
        var seen = Between(rows, names.Length);
        var chance =
            Enumerable.Range(0, shuffles).Count(_ => Between([.. rows.Select(Shuffled)], names.Length) >= seen - 1e-12);
        return new GroupBias(
            groups, groups.Max(group => group.Value.Mean) - groups.Min(group => group.Value.Mean),
            (chance + 1.0) / (shuffles + 1), blocks.Length);

        (int Group, double Off)[] Shuffled((int Group, double Off)[] row) =>
            [.. random.Shuffle(row.Select(item => item.Group)).Zip(row, (group, item) => (group, item.Off))];
    }

    // Sum of squares between the groups: what a spread of means is made of, large groups counting more.
    private static double Between((int Group, double Off)[][] rows, int groups)
    {
        var (sums, counts) = (new double[groups], new int[groups]);
        foreach (var (group, off) in rows.SelectMany(row => row))
        {
            sums[group] += off;
            counts[group]++;
        }

        return sums.Zip(counts, (sum, count) => count == 0 ? 0 : sum * sum / count).Sum();
    }
}
