using Srum.Models;
using Srum.Runs;

namespace Srum.Studies;

/// <summary>Drawing more than a model draws at once.</summary>
public static class BatchedDrawing
{
    /// <summary>Draws requests in batches of the settings' size.</summary>
    /// <param name="model">The model.</param>
    /// <param name="requests">What is drawn.</param>
    /// <param name="settings">How to draw.</param>
    /// <param name="progress">Told at the start and after every batch, as stage <c>draw</c>; null = nobody.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>One a request, in order.</returns>
    public static IReadOnlyList<Drawing> DrawAll(
        this IUnifiedModel model, IReadOnlyCollection<DrawRequest> requests, DrawSettings settings,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        var drawings = new List<Drawing>(requests.Count);
        progress?.Report(new StageProgress("draw", 0, requests.Count));
        foreach (var batch in requests.Chunk(settings.BatchSize))
        {
            drawings.AddRange(model.Draw(batch, settings, cancel));
            progress?.Report(new StageProgress("draw", drawings.Count, requests.Count));
        }

        return drawings;
    }
}
