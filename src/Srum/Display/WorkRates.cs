using Srum.Runs;

namespace Srum.Display;

/// <summary>How long items of each kind took in this run, and how long those that are left will take.</summary>
internal sealed class WorkRates
{
    private readonly Dictionary<WorkKind, (double Seconds, long Items)> measured = [];

    /// <summary>Takes the time of items.</summary>
    public void Add(WorkKind kind, double seconds, long items)
    {
        var before = measured.GetValueOrDefault(kind);
        measured[kind] = (before.Seconds + seconds, before.Items + items);
    }

    /// <summary>The time that a run will still take.</summary>
    /// <param name="current">Its newest report, with a place.</param>
    /// <param name="isWhole">Whether everything that is left is of a kind that was measured; else it takes longer than
    /// the result.</param>
    /// <returns>Null while nothing that is left was measured.</returns>
    public TimeSpan? Left(StageProgress current, out bool isWhole)
    {
        var left = current.Place!.Later.ToDictionary();
        left[current.Place.Kind] = left.GetValueOrDefault(current.Place.Kind)
            + Math.Max(0, current.Total - current.Done);
        var open = left.Where(kind => kind.Value > 0).ToArray();
        var known = open.Where(kind => measured.ContainsKey(kind.Key)).ToArray();
        isWhole = known.Length == open.Length;
        return known.Length == 0 ? null : TimeSpan.FromSeconds(
            known.Sum(kind => kind.Value * measured[kind.Key].Seconds / measured[kind.Key].Items));
    }
}
