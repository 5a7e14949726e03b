using Srum.Runs;

namespace Srum.Display;

/// <summary>
/// Progress inside a notebook's cell: one display that is updated, ten times a second at most, and that ends with the
/// last report of the last stage. Outside a kernel it writes plain lines, one in five seconds and one at each end of a
/// stage. Create it in the cell that does the work. Thread-safe.
/// </summary>
public sealed class LiveProgress : IProgress<StageProgress>
{
    private readonly Progress progress;
    private readonly TimeProvider clock;
    private readonly Action<IView>? update;
    private readonly TimeSpan pause;
    private readonly Lock gate = new();
    private long shownAt;

    /// <summary>Looks for a kernel that runs a cell right now.</summary>
    /// <param name="clock">The clock that rates come from; null = the system's.</param>
    public LiveProgress(TimeProvider? clock = null)
        : this(KernelDisplay.Show, clock ?? TimeProvider.System)
    {
    }

    /// <summary>As above, with the kernel given: it shows a view and returns what replaces it, or null.</summary>
    internal LiveProgress(Func<IView, Action<IView>?> show, TimeProvider clock)
    {
        this.clock = clock;
        this.progress = new Progress(clock);
        update = show(this.progress);
        pause = TimeSpan.FromSeconds(update is null ? 5 : 0.1);
        shownAt = clock.GetTimestamp();
    }

    /// <summary>
    /// Shows a report, or leaves it out where the one before is too young. A stage's first and last always show.
    /// </summary>
    public void Report(StageProgress value)
    {
        lock (gate)
        {
            var before = this.progress.Current;
            var isNews = before?.Stage != value.Stage || (IsDone(value) && !IsDone(before!));
            this.progress.Report(value);
            var early = pause - this.clock.GetElapsedTime(shownAt);
            if (early > TimeSpan.Zero && !isNews)
            {
                return;
            }

            if (update is null)
            {
                Console.WriteLine(this.progress);
            }
            else
            {
                if (early > TimeSpan.Zero)
                {
                    Task.Delay(early, this.clock).Wait();
                }

                update(this.progress);
            }

            shownAt = this.clock.GetTimestamp();
        }
    }

    private static bool IsDone(StageProgress progress) => progress.Total > 0 && progress.Done >= progress.Total;
}
