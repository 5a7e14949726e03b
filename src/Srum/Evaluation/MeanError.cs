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
    // Values that all are alike differ from their mean by what rounding leaves, which is no spread.
    private const double Rounding = 1e-12;

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

        var standard = Math.Sqrt(variance);
        return standard < Rounding ? new MeanError(0, degrees)
            : new MeanError(standard, variance * variance / spread);
    }

    // The squared error of the mean of the trainings' means, less what of it single prompts make: how each training
    // differs from the middle one, with the error of its mean over combinations.
    private static double OfTrainings(IReadOnlyList<double[]> rows, IReadOnlyList<int[]> clusters)
    {
        double[] middle = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];
        var between = Math.Pow(Estimate.Of([.. rows.Select(row => row.Average())]).StandardError, 2);
        var chance = rows.Sum(row => Math.Pow(
            ClusteredMean.Of([.. clusters.Index().SelectMany(cluster => cluster.Item.Select(
                i => new ClusterValue($"{cluster.Index}", row[i] - middle[i])))])!.StandardError, 2));
        return Math.Max(0, between - (chance / (rows.Count * (rows.Count - 1.0))));
    }
}
