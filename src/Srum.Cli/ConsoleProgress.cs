using Srum.Display;
using Srum.Runs;

namespace Srum.Cli;

/// <summary>
/// Shows a stage's progress on stderr: one line that is rewritten on a terminal (ten times a second at most), plain
/// lines every few seconds where nobody watches. Disposing it ends the line.
/// </summary>
internal sealed class ConsoleProgress(TextWriter writer, bool isTerminal, int width, TimeProvider? clock = null)
    : IProgress<StageProgress>, IDisposable
{
    private static readonly TimeSpan Redraw = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan PlainLine = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Progress _progress = new(clock);
    private readonly Lock _lock = new();
    private StageProgress? _shown;
    private long _shownAt;

    public static ConsoleProgress Create() =>
        Console.IsErrorRedirected
            ? new ConsoleProgress(Console.Error, isTerminal: false, width: int.MaxValue)
            : new ConsoleProgress(Console.Error, isTerminal: true, width: Math.Max(40, Console.WindowWidth));

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            var isNewStage = _shown is not null && _shown.Stage != value.Stage;
            if (isNewStage)
            {
                Finish();
            }

            _progress.Report(value);
            var isDone = value.Total > 0 && value.Done >= value.Total;
            if (_shown is null
                || isNewStage
                || isDone
                || _clock.GetElapsedTime(_shownAt) >= (isTerminal ? Redraw : PlainLine))
            {
                Show();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Finish();
        }
    }

    private void Show()
    {
        if (_shown == _progress.Current)
        {
            return;
        }

        var line = _progress.ToString();
        if (isTerminal)
        {
            writer.Write($"\r\u001b[K{(line.Length < width ? line : line[..(width - 1)])}");
            writer.Flush();
        }
        else
        {
            writer.WriteLine(line);
        }

        (_shown, _shownAt) = (_progress.Current, _clock.GetTimestamp());
    }

    private void Finish()
    {
        if (_progress.Current is null)
        {
            return;
        }

        Show();
        if (isTerminal)
        {
            writer.WriteLine();
        }
    }
}
