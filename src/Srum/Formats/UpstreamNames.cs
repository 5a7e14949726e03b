using System.Globalization;
using Srum.Rollout;

namespace Srum.Formats;

/// <summary>
/// Upstream's numbers and file names: a prompt has a number, its picture is <c>&lt;number&gt;.png</c>; a further
/// picture of the prompt has its own number behind.
/// </summary>
internal sealed class UpstreamNames
{
    private readonly Dictionary<string, long> ids = new(StringComparer.Ordinal);
    private readonly HashSet<long> used = [];
    private readonly Dictionary<long, int> pictures = [];

    /// <summary>The next picture's number and name.</summary>
    /// <param name="record">The picture.</param>
    /// <param name="original">The name that it was imported under; null = none.</param>
    public (long Id, string File) Of(RolloutRecord record, string? original)
    {
        if (!ids.TryGetValue(record.PromptId, out var id))
        {
            // An id that is no number, or not the first to be that one, gets the next free one.
            id = long.TryParse(record.PromptId, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && used.Add(number) ? number : Enumerable.Sequence(1L, long.MaxValue, 1L).First(used.Add);
            ids.Add(record.PromptId, id);
        }

        var place = pictures[id] = pictures.GetValueOrDefault(id, -1) + 1;
        return (id, original ?? (place == 0 ? $"{id}" : $"{id}-{place}") + Path.GetExtension(record.PictureFile));
    }
}
