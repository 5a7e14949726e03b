namespace Srum.Audits;

/// <summary>Spearman's rank correlation.</summary>
public static class RankCorrelation
{
    /// <summary>Correlation of the ranks of two lists; equal values share their mean rank.</summary>
    /// <param name="a">Finite numbers.</param>
    /// <param name="b">As many.</param>
    /// <returns>In [-1, 1]; null where a list is constant or shorter than 2.</returns>
    public static double? Of(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Count, a.Count);
        var (ofA, ofB) = (Ranks(a), Ranks(b));
        var middle = (a.Count + 1) / 2.0;
        var together = ofA.Zip(ofB, (x, y) => (x - middle) * (y - middle)).Sum();
        var spread = Math.Sqrt(ofA.Sum(x => (x - middle) * (x - middle)) * ofB.Sum(y => (y - middle) * (y - middle)));
        return spread == 0 ? null : Math.Clamp(together / spread, -1, 1);
    }

    /// <summary>
    /// Correlation of the scores with how much of each picture is right, over all pictures that have both.
    /// </summary>
    /// <returns>In [-1, 1]; null where either is constant.</returns>
    public static double? Of(IReadOnlyList<ScoredTruth> items)
    {
        var measured = items.Where(item => item.Partial is not null).ToArray();
        return Of([.. measured.Select(item => item.Score)], [.. measured.Select(item => item.Partial!.Value)]);
    }

    /// <summary>Ranks from 1 (smallest); equal values share their mean rank.</summary>
    public static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
