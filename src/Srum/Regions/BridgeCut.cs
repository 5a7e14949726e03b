namespace Srum.Regions;

/// <summary>
/// Cuts a component that is two things which touch: along a row or column that is crossed once, and thinly. An outline
/// is crossed twice, so it stays whole.
/// </summary>
internal static class BridgeCut
{
    /// <summary>Share of a component's mass that each side of a cut must keep.</summary>
    private const double LeastSide = 0.2;

    public static IEnumerable<List<int>> Split(List<int> component, ContrastGrid grid, SegmentSettings settings)
    {
        Func<int, int> column = c => c % grid.Width, row = c => c / grid.Width;
        var cut = new[] { Thinnest(component, grid, column, row), Thinnest(component, grid, row, column) }
            .OfType<Cut>().MinBy(c => c.Share);
        return cut is null || cut.Share > settings.Bridge
            ? [component]
            : component.GroupBy(cut.IsFirst).SelectMany(side => Split([.. side], grid, settings));
    }

    private static Cut? Thinnest(
        List<int> component, ContrastGrid grid, Func<int, int> along, Func<int, int> across)
    {
        var full = component.Select(c => grid.Differences[c].Length()).Order().ElementAt(component.Count * 9 / 10);
        var sections = component.GroupBy(along).OrderBy(g => g.Key).Select(g => (
            At: g.Key,
            Mass: g.Sum(c => Math.Min(1, grid.Differences[c].Length() / full)),
            Runs: Runs(g.Where(c => grid.Differences[c].Length() >= 0.3 * full).Select(across)))).ToList();
        var (total, before) = (sections.Sum(s => s.Mass), 0.0);
        var thickest = sections.Max(s => s.Mass);
        Cut? best = null;
        foreach (var section in sections)
        {
            var share = section.Mass / thickest;
            var after = total - before - section.Mass;
            if (section.Runs <= 1
                && before >= LeastSide * total
                && after >= LeastSide * total
                && share < (best?.Share ?? double.MaxValue))
            {
                best = new Cut(share, cell => along(cell) <= section.At);
            }

            before += section.Mass;
        }

        return best;
    }

    /// <param name="Share">Mass of the thinnest section over that of the thickest.</param>
    /// <param name="IsFirst">Which cells lie before the cut; the bridge's own do.</param>
    private sealed record Cut(double Share, Func<int, bool> IsFirst);

    private static int Runs(IEnumerable<int> places)
    {
        var sorted = places.Order().ToList();
        return sorted.Count == 0 ? 0 : 1 + sorted.Zip(sorted.Skip(1)).Count(pair => pair.Second > pair.First + 1);
    }
}
