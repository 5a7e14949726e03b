using System.Collections.Concurrent;

namespace Srum.Tests.Endpoints;

/// <summary>
/// A clock in which waiting takes no time: every wait ends at once and moves the clock on. Only waits of a call's
/// timeout stand still until a test says that the time is over.
/// </summary>
/// <param name="timeout">The timeout of calls.</param>
internal sealed class FastTime(TimeSpan timeout) : TimeProvider
{
    private readonly ConcurrentDictionary<Alarm, bool> timeouts = [];
    private long ticks;

    /// <summary>The waits other than timeouts, in order.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(Interlocked.Read(ref ticks));

    /// <summary>The time of all calls under way is over.</summary>
    public void EndTimeouts()
    {
        foreach (var alarm in timeouts.Keys)
        {
            alarm.Ring();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(callback, state, timeouts);
        if (dueTime == timeout)
        {
            timeouts[alarm] = true;
        }
        else if (dueTime >= TimeSpan.Zero)
        {
            Waits.Enqueue(dueTime);
            Interlocked.Add(ref ticks, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => alarm.Ring());
        }

        return alarm;
    }

    private sealed class Alarm(TimerCallback callback, object? state, ConcurrentDictionary<Alarm, bool> all) : ITimer
    {
        public void Ring()
        {
            all.TryRemove(this, out _);
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => all.TryRemove(this, out _);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
