namespace Srum.Runs;

/// <summary>
/// A stage that makes a record of every item, batch by batch, and does only what is missing: whoever gives the same
/// call again, after a kill or beside other shards, goes on. It holds the stage for this process, keeps its settings
/// and its time, and tells how far it is.
/// </summary>
/// <typeparam name="TItem">What is planned.</typeparam>
/// <typeparam name="TRecord">What is kept of an item.</typeparam>
/// <param name="run">The run.</param>
/// <param name="name">Name of the stage, as its lock and its time have it.</param>
/// <param name="itemKey">The key that the record of an item will have.</param>
/// <param name="recordKey">The key of a record.</param>
internal sealed class BatchedStage<TItem, TRecord>(
    RunFolder run, string name, Func<TItem, string> itemKey, Func<TRecord, string> recordKey)
    where TRecord : class
{
    /// <summary>Name of the records and of the settings; null (default) = the stage's.</summary>
    public string? Records { get; init; }

    /// <summary>What people read of the stage's progress; null (default) = the stage's name.</summary>
    public string? Shown { get; init; }

    /// <summary>Everything that decides what the records hold.</summary>
    public required object Decisive { get; init; }

    /// <summary>
    /// Whether something that an item's record stands for is gone, a picture that somebody deleted: it is then made
    /// again. Null (default) = records stand for themselves.
    /// </summary>
    public Func<TItem, bool>? IsLost { get; init; }

    /// <summary>Whether to stop after a batch, because the rest cannot be made; null (default) = never.</summary>
    public Func<bool>? Ends { get; init; }

    /// <summary>Makes what is missing.</summary>
    /// <param name="plan">
    /// The batches of this process's share. One that lacks something is made whole: so its bits do not depend on where
    /// a kill fell.
    /// </param>
    /// <param name="make">
    /// Makes the records of a batch, told which of its items are missing. Each is kept as it comes, so what it stands
    /// for is written before.
    /// </param>
    /// <param name="shard">The share, which has a lock and files of its own.</param>
    /// <param name="progress">Told at the start and after each batch; null = nobody.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <returns>
    /// The record of every item of this share, in order, whoever made it; null where nobody has.
    /// </returns>
    /// <exception cref="SrumException">
    /// Another process is at it, or the stage was begun with other settings, or a file cannot be written.
    /// </exception>
    public IReadOnlyList<TRecord?> Run(
        IReadOnlyList<TItem[]> plan, Func<TItem[], Func<TItem, bool>, IEnumerable<TRecord>> make, Shard shard,
        IProgress<StageProgress>? progress, CancellationToken cancel)
    {
        var records = Records ?? name;
        using var held = RunLock.Take(run, name, shard);
        using var clock = run.Time(name, shard);
        var elsewhere = run.Merged(records, recordKey);
        var log = run.Log(records + shard.Suffix, recordKey);
        run.KeepSettings(records, Decisive);
        TItem[][] open = [.. plan.Where(batch => batch.Any(IsOpen))];
        var lost = IsLost is null ? 0
            : plan.SelectMany(batch => batch).Count(item => Find(item) is not null && IsLost(item));
        var total = plan.Sum(batch => (long)batch.Length);
        var done = total - open.Sum(batch => (long)batch.Length);
        Tell();
        foreach (var batch in open)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var record in make(batch, IsOpen))
            {
                log.Append(record);
            }

            if (Ends?.Invoke() == true)
            {
                break;
            }

            clock.Keep();
            done += batch.Length;
            Tell();
        }

        run.ClearAway();
        return [.. plan.SelectMany(batch => batch).Select(Find)];

        bool IsOpen(TItem item) => Find(item) is null || IsLost?.Invoke(item) == true;

        // What other shards have made is not made again.
        TRecord? Find(TItem item) => log.Find(itemKey(item)) ?? elsewhere.GetValueOrDefault(itemKey(item));

        void Tell() => progress?.Report(new StageProgress(
            Shown ?? name, done, total, Detail: lost == 0 ? null : $"missing pictures drawn again: {lost}"));
    }
}
