namespace Srum.Runs;

/// <summary>
/// What is left of a stage's plan, batch by batch. Whoever goes through it is told how far the stage is.
/// </summary>
internal static class OpenBatches
{
    /// <summary>The batches that lack something, each whole: so its bits do not depend on where a kill fell.</summary>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="plan">All batches of this process's share.</param>
    /// <param name="isOpen">Whether an item is missing.</param>
    /// <param name="clock">Keeps the time after each batch.</param>
    /// <param name="progress">Told at the start and after each batch; null = nobody.</param>
    /// <param name="note">A word on what is done here; null = nothing.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static IEnumerable<T[]> Of<T>(
        string stage, IReadOnlyList<T[]> plan, Func<T, bool> isOpen, StageClock clock,
        IProgress<StageProgress>? progress, string? note = null, CancellationToken cancel = default)
    {
        T[][] open = [.. plan.Where(batch => batch.Any(isOpen))];
        var total = plan.Sum(batch => (long)batch.Length);
        var done = total - open.Sum(batch => (long)batch.Length);
        Tell();
        foreach (var batch in open)
        {
            cancel.ThrowIfCancellationRequested();
            yield return batch;
            clock.Keep();
            done += batch.Length;
            Tell();
        }

        void Tell() => progress?.Report(new StageProgress(stage, done, total, Detail: note));
    }
}
