using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Native;

/// <summary>
/// Parts of one batch computed side by side, each by a thread of its own with its share of torch's threads. A small
/// model's operations are too short for several threads each: they wait for one another at the end of every one. The
/// parts of a batch wait once (docs/decisions.md). What they compute is the same but for rounding.
/// </summary>
internal static class SideBySide
{
    /// <summary>
    /// The most parts: they grow small, and with them their products, sooner than machines run out of threads.
    /// </summary>
    public const int Most = 4;

    private static readonly Lazy<BlockingCollection<Action>> Waiting = new(Begin);

    [ThreadStatic]
    private static bool isWorker;

    /// <summary>Parts that a batch is worth being cut into on this machine; 1 = none.</summary>
    private static int Count => isWorker ? 1 : Math.Clamp(get_num_threads(), 1, Most);

    /// <summary>
    /// Cuts a batch into equal parts of neighbours, as many as the machine computes side by side: one where the batch
    /// is small or lies on a card.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="least">The fewest items of a part that are worth it.</param>
    /// <param name="most">The most parts.</param>
    public static IReadOnlyList<T[]> Parts<T>(
        IReadOnlyCollection<T> batch, Device device, int least, int most = int.MaxValue)
    {
        var count = device.type == DeviceType.CPU
            ? Math.Clamp(batch.Count / least, 1, Math.Min(most, Count)) : 1;
        return [.. batch.Chunk(Math.Max(1, (batch.Count + count - 1) / count))];
    }

    /// <summary>
    /// What comes of each part, in their order; all have ended when it returns or throws. One part alone, and parts
    /// within a part, are computed by the calling thread, one after the other.
    /// </summary>
    /// <param name="parts">The parts.</param>
    /// <param name="compute">
    /// Computes one, which it is told with its place. Where it is another thread that computes, scopes and switches of
    /// the calling one, such as <c>no_grad</c>, do not reach it, and tensors that it gives belong to no scope.
    /// </param>
    public static IReadOnlyList<TResult> Of<T, TResult>(IReadOnlyList<T> parts, Func<T, int, TResult> compute)
    {
        if (parts.Count < 2 || isWorker)
        {
            return [.. parts.Select(compute)];
        }

        Task<TResult>[] tasks = [.. parts.Select((part, place) => new Task<TResult>(() => compute(part, place)))];
        foreach (var task in tasks)
        {
            Waiting.Value.Add(task.RunSynchronously);
        }

        // Throws the first fault as it is, once nobody touches the model any more.
        return Task.WhenAll(tasks).GetAwaiter().GetResult();
    }

    /// <summary>What comes of a batch that is computed in <see cref="Parts"/>, in its order.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="device">Where it is computed.</param>
    /// <param name="least">The fewest items of a part that are worth it.</param>
    /// <param name="compute">Computes a part, which it is told with its place.</param>
    public static IEnumerable<TResult> Batch<T, TResult>(
        IReadOnlyCollection<T> batch, Device device, int least, Func<T[], int, IReadOnlyList<TResult>> compute) =>
        Of(Parts(batch, device, least), compute).SelectMany(results => results);

    // torch sets a thread's number of threads at its first use, then only when asked; asking changes what threads that
    // come later begin with, so that is put back.
    private static BlockingCollection<Action> Begin()
    {
        var (all, waiting) = (get_num_threads(), new BlockingCollection<Action>());
        var count = Math.Clamp(all, 1, Most);
        using var ready = new CountdownEvent(count);
        for (var i = 0; i < count; i++)
        {
            new Thread(() => Work(waiting, Math.Max(1, all / count), ready))
            {
                IsBackground = true,
                Name = $"batch part {i + 1}",
            }.Start();
        }

        ready.Wait();
        set_num_threads(all);
        return waiting;
    }

    private static void Work(BlockingCollection<Action> waiting, int threads, CountdownEvent ready)
    {
        isWorker = true;
        _ = get_num_threads();
        set_num_threads(threads);
        ready.Signal();
        foreach (var act in waiting.GetConsumingEnumerable())
        {
            act();
        }
    }
}
