namespace Srum.Evaluation;

/// <summary>
/// Means of pictures, and weighted sums of such means (an overall score of several categories), with errors that count
/// clusters, not pictures: residuals are summed a cluster first (Liang and Zeger 1986), over all groups that it stands
/// in.
/// </summary>
public static class ClusteredMean
{
    /// <summary>The mean of one group.</summary>
    /// <returns>n = clusters; null where there is no value.</returns>
    public static Estimate? Of(IReadOnlyCollection<ClusterValue> group) => Of([(1, group)]);

    /// <summary>Σ weight · mean of group.</summary>
    /// <param name="groups">Groups with their weights; a cluster may stand in several.</param>
    /// <returns>n = different clusters; null where a group has no value, or there is none.</returns>
    public static Estimate? Of(IReadOnlyCollection<(double Weight, IReadOnlyCollection<ClusterValue> Values)> groups)
    {
        if (groups.Count == 0 || groups.Any(group => group.Values.Count == 0))
        {
            return null;
        }

        var sum = 0.0;
        var residuals = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (weight, values) in groups)
        {
            var mean = values.Average(item => item.Value);
            var clusters = values.Select(item => item.Cluster).Distinct(StringComparer.Ordinal).Count();
            sum += weight * mean;

            // Of one cluster nothing is known of the spread, and it adds none.
            var scale = clusters == 1 ? 0 : weight / values.Count * Math.Sqrt(clusters / (clusters - 1.0));
            foreach (var (cluster, value) in values)
            {
                residuals[cluster] = residuals.GetValueOrDefault(cluster) + (scale * (value - mean));
            }
        }

        return new Estimate(sum, Math.Sqrt(residuals.Values.Sum(residual => residual * residual)), residuals.Count);
    }

    /// <summary>The plain mean of groups' means.</summary>
    /// <returns>Null where there is no group, or one has no value.</returns>
    public static Estimate? OfMeans(IReadOnlyCollection<IReadOnlyCollection<ClusterValue>> groups) =>
        Of([.. groups.Select(group => (1.0 / groups.Count, group))]);
}
