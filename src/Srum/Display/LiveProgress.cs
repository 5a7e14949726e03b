using System.Reflection;
using Srum.Runs;

namespace Srum.Display;

/// <summary>
/// Progress inside a notebook's cell: one display that is updated, ten times a second at most. Outside a kernel it
/// writes plain lines, one in five seconds at most. Create it in the cell that does the work.
/// </summary>
public sealed class LiveProgress : IProgress<StageProgress>
{
    private readonly Progress _progress;
    private readonly TimeProvider _clock;
    private readonly Action<IView>? _update;
    private readonly Lock _lock = new();
    private long? _shownAt;

    /// <summary>Looks for a kernel that runs a cell right now.</summary>
    /// <param name="clock">The clock that rates come from; null = the system's.</param>
    public LiveProgress(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _progress = new Progress(_clock);
        _update = KernelDisplay(_progress);
    }

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            var isNews = _progress.Current?.Stage != value.Stage || (value.Total > 0 && value.Done >= value.Total);
            _progress.Report(value);
            var pause = TimeSpan.FromSeconds(_update is null ? 5 : 0.1);
            if (isNews || _shownAt is not { } shownAt || _clock.GetElapsedTime(shownAt) >= pause)
            {
                _shownAt = _clock.GetTimestamp();
                if (_update is null)
                {
                    Console.WriteLine(_progress);
                }
                else
                {
                    _update(_progress);
                }
            }
        }
    }

    // The kernel's own helper display(x) returns a handle with the wrong identity, so its updates reach nobody;
    // KernelInvocationContext.Display is right. By reflection, because the library references no kernel package.
    private static Action<IView>? KernelDisplay(IView first)
    {
        var kernel = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(assembly => assembly.GetName().Name == "Microsoft.DotNet.Interactive");
        var context = kernel?.GetType("Microsoft.DotNet.Interactive.KernelInvocationContext")?.GetProperty("Current")?.GetValue(null);
        var show = kernel?.GetType("Microsoft.DotNet.Interactive.KernelInvocationContextExtensions")?
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .FirstOrDefault(method => method.Name == "Display" && method.GetParameters().Length == 3);
        if (context is null || show is null)
        {
            return null;
        }

        var displayed = show.Invoke(null, [context, first, Array.Empty<string>()]);
        var update = displayed?.GetType().GetMethod("Update", [typeof(object)]);
        return update is null ? null : view => update.Invoke(displayed, [view]);
    }
}
