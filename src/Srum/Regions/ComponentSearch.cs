using System.Numerics;

namespace Srum.Regions;

/// <summary>Connected cells that differ from the background in the same direction.</summary>
internal static class ComponentSearch
{
    public static List<List<int>> Find(ContrastGrid grid, SegmentSettings settings)
    {
        var label = Label(grid, settings);
        var components = label.Select((owner, cell) => (owner, cell)).Where(p => p.owner >= 0)
            .GroupBy(p => p.owner, p => p.cell).Select(g => g.ToList()).OrderBy(c => c.Count).ToList();
        return MergeNested(AttachFragments(components, grid, settings), grid);
    }

    private static int[] Label(ContrastGrid grid, SegmentSettings settings)
    {
        var label = new int[grid.Differences.Length];
        Array.Fill(label, -1);
        var queue = new Queue<int>();
        for (var start = 0; start < label.Length; start++)
        {
            if (label[start] >= 0 || !Stands(start))
            {
                continue;
            }

            label[start] = start;
            queue.Enqueue(start);
            while (queue.TryDequeue(out var cell))
            {
                foreach (var next in grid.Neighbours(cell))
                {
                    if (label[next] < 0
                        && Stands(next)
                        && Cosine(grid.Differences[cell], grid.Differences[next]) >= settings.SameColour)
                    {
                        label[next] = start;
                        queue.Enqueue(next);
                    }
                }
            }
        }

        return label;

        bool Stands(int cell) => grid.Differences[cell].Length() >= settings.Contrast;
    }

    /// <summary>
    /// A component too small to be a region joins the one it touches most: mixed colours where two meet.
    /// </summary>
    private static List<List<int>> AttachFragments(
        List<List<int>> components, ContrastGrid grid, SegmentSettings settings)
    {
        var owner = new Dictionary<int, List<int>>();
        foreach (var component in components)
        {
            component.ForEach(cell => owner[cell] = component);
        }

        foreach (var fragment in components.Where(c => grid.Bounds(c).Area < settings.MinimumArea).ToList())
        {
            var host = fragment.SelectMany(grid.Neighbours).Select(owner.GetValueOrDefault)
                .Where(c => c is not null && c != fragment).GroupBy(c => c).OrderByDescending(g => g.Count())
                .FirstOrDefault()?.Key;
            host?.AddRange(fragment);
            fragment.ForEach(cell => owner[cell] = host ?? fragment);
            if (host is not null)
            {
                components.Remove(fragment);
            }
        }

        return components;
    }

    /// <summary>
    /// A component that lies within another's box is part of it: the pieces of a broken outline, a spot.
    /// </summary>
    private static List<List<int>> MergeNested(List<List<int>> components, ContrastGrid grid)
    {
        var kept = new List<List<int>>();
        foreach (var component in components.OrderByDescending(c => grid.Bounds(c).Area))
        {
            var box = grid.Bounds(component);
            if (kept.Find(k => grid.Bounds(k).Overlap(box) >= 0.6 * box.Area) is { } host)
            {
                host.AddRange(component);
            }
            else
            {
                kept.Add([.. component]);
            }
        }

        return kept;
    }

    private static float Cosine(Vector3 a, Vector3 b) => Vector3.Dot(a, b) / (a.Length() * b.Length());
}
