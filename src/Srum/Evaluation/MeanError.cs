namespace Srum.Evaluation;

/// <summary>
/// How far a mean over prompts and trainings lies from that over all combinations and all trainings. Combinations: each
/// is left out once, which for clusters of unequal size comes closest to the truth (the cluster jackknife; MacKinnon,
/// Nielsen and Webb 2023). Trainings: the spread of their means, less what of it is chance of single prompts, which the
/// combinations' part holds already (Cameron, Gelbach and Miller 2011).
/// </summary>
/// <param name="Standard">The standard error; 0 for a single combination, of whose spread nothing is known.</param>
/// <param name="Degrees">
/// Degrees of freedom: of the combinations' part one less than their effective number, (Σ m)² / Σ m² for m prompts
/// each; of each system's trainings one less than there are; together as Satterthwaite 1946. Null for one combination.
/// </param>
internal readonly record struct MeanError(double Standard, double? Degrees)
{
    /// <summary>The error of a mean of prompts.</summary>
    /// <param name="values">A value a prompt: a system's mean over its trainings, or the difference of two.</param>
    /// <param name="clusters">The prompts of each combination.</param>
    /// <param name="systems">The trainings that the values are made of, for each system a row a training.</param>
    public static MeanError Of(
        double[] values, IReadOnlyList<int[]> clusters, params IEnumerable<IReadOnlyList<double[]>> systems)
    {
        if (clusters.Count == 1)
        {
            return new MeanError(0, null);
        }

        double count = values.Length, mean = values.Average(), all = clusters.Count;
        var variance = (all - 1) / all * clusters.Sum(cluster => Math.Pow(
            (cluster.Sum(i => values[i]) - (cluster.Length * mean)) / (count - cluster.Length), 2));
        var degrees = (count * count / clusters.Sum(cluster => (double)cluster.Length * cluster.Length)) - 1;
        var spread = variance * variance / degrees;
        foreach (var rows in systems.Where(rows => rows.Count > 1))
        {
            var part = OfTrainings(rows, clusters);
            variance += part;
            spread += part * part / (rows.Count - 1);
        }

        return new MeanError(Math.Sqrt(variance), spread == 0 ? degrees : variance * variance / spread);
    }

    private static double OfTrainings(IReadOnlyList<double[]> rows, IReadOnlyList<int[]> clusters)
    {
        double trainings = rows.Count, all = clusters.Count, count = rows[0].Length;
        double[] means = [.. rows.Select(row => row.Average())], columns =
            [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];
        var middle = means.Average();
        var between = means.Sum(mean => Math.Pow(mean - middle, 2)) / (trainings - 1) / trainings;
        var chance = rows.Zip(means).Sum(row => clusters.Sum(cluster => Math.Pow(
            (cluster.Sum(i => row.First[i] - columns[i]) - (cluster.Length * (row.Second - middle))) / count, 2)))
            * all / (all - 1) / (trainings * (trainings - 1));
        return Math.Max(0, between - chance);
    }
}
