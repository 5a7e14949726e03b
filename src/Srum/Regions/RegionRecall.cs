using Srum.Imaging;

namespace Srum.Regions;

/// <summary>How many of a picture's regions a proposer finds.</summary>
public static class RegionRecall
{
    /// <summary>Least overlap (intersection over union) of a found box: 0.5, as detection benchmarks have it.</summary>
    public const double LeastOverlap = 0.5;

    /// <summary>
    /// The share of the wanted boxes that are found, in [0, 1]; null where none is wanted. A found box stands for one
    /// wanted box at most; pairs are taken by falling overlap.
    /// </summary>
    /// <param name="wanted">The boxes that should be found.</param>
    /// <param name="found">The boxes that were.</param>
    public static double? Of(IReadOnlyList<Box> wanted, IReadOnlyList<Box> found)
    {
        if (wanted.Count == 0)
        {
            return null;
        }

        var pairs = from w in Enumerable.Range(0, wanted.Count)
                    from f in Enumerable.Range(0, found.Count)
                    let overlap = wanted[w].Iou(found[f])
                    where overlap >= LeastOverlap
                    orderby overlap descending
                    select (Wanted: w, Found: f);
        var (met, taken) = (new HashSet<int>(), new HashSet<int>());
        foreach (var pair in pairs)
        {
            if (!met.Contains(pair.Wanted) && taken.Add(pair.Found))
            {
                met.Add(pair.Wanted);
            }
        }

        return (double)met.Count / wanted.Count;
    }
}
