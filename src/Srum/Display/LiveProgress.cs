using Srum.Runs;

namespace Srum.Display;

/// <summary>
/// Progress inside a notebook's cell: one display that is updated, ten times a second at most, and that ends with the
/// last report of the last stage. Outside a kernel it writes plain lines, one in five seconds and one at each end of a
/// stage. Create it in the cell that does the work. Thread-safe.
/// </summary>
public sealed class LiveProgress : IProgress<StageProgress>
{
    private readonly Progress _progress;
    private readonly TimeProvider _clock;
    private readonly Action<IView>? _update;
    private readonly TimeSpan _pause;
    private readonly Lock _lock = new();
    private long _shownAt;

    /// <summary>Looks for a kernel that runs a cell right now.</summary>
    /// <param name="clock">The clock that rates come from; null = the system's.</param>
    public LiveProgress(TimeProvider? clock = null)
        : this(KernelDisplay.Show, clock ?? TimeProvider.System)
    {
    }

    /// <summary>As above, with the kernel given: it shows a view and returns what replaces it, or null.</summary>
    internal LiveProgress(Func<IView, Action<IView>?> show, TimeProvider clock)
    {
        _clock = clock;
        _progress = new Progress(clock);
        _update = show(_progress);
        _pause = TimeSpan.FromSeconds(_update is null ? 5 : 0.1);
        _shownAt = clock.GetTimestamp();
    }

    /// <summary>
    /// Shows a report, or leaves it out where the one before is too young. A stage's first and last always show.
    /// </summary>
    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            var before = _progress.Current;
            var isNews = before?.Stage != value.Stage || (IsDone(value) && !IsDone(before!));
            _progress.Report(value);
            var early = _pause - _clock.GetElapsedTime(_shownAt);
            if (early > TimeSpan.Zero && !isNews)
            {
                return;
            }

            if (_update is null)
            {
                Console.WriteLine(_progress);
            }
            else
            {
                if (early > TimeSpan.Zero)
                {
                    Task.Delay(early, _clock).Wait();
                }

                _update(_progress);
            }

            _shownAt = _clock.GetTimestamp();
        }
    }

    private static bool IsDone(StageProgress progress) => progress.Total > 0 && progress.Done >= progress.Total;
}
