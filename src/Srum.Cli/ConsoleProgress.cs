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

    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly Progress progress = new(clock);
    private readonly Lock gate = new();
    private StageProgress? shown;
    private long shownAt;

    public static ConsoleProgress Create() =>
        Console.IsErrorRedirected
            ? new ConsoleProgress(Console.Error, isTerminal: false, width: int.MaxValue)
            : new ConsoleProgress(Console.Error, isTerminal: true, width: Math.Max(40, Console.WindowWidth));

    public void Report(StageProgress value)
    {
        lock (gate)
        {
            var isNewStage = shown is not null && shown.Stage != value.Stage;
            if (isNewStage)
            {
                Finish();
            }

            progress.Report(value);
            var isDone = value.Total > 0 && value.Done >= value.Total;
            if (shown is null
                || isNewStage
                || isDone
                || this.clock.GetElapsedTime(shownAt) >= (isTerminal ? Redraw : PlainLine))
            {
                Show();
            }
        }
    }

    /// <summary>
    /// Takes a terminal's line away, so that a result can be printed in its place; the next report writes it again.
    /// </summary>
    public void Clear()
    {
        lock (gate)
        {
            if (isTerminal && shown is not null)
            {
                writer.Write("\r\u001b[K");
                writer.Flush();
                shown = null;
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            Finish();
        }
    }

    private void Show()
    {
        if (shown == progress.Current)
        {
            return;
        }

        var line = progress.ToString();
        if (isTerminal)
        {
            writer.Write($"\r\u001b[K{(line.Length < width ? line : line[..(width - 1)])}");
            writer.Flush();
        }
        else
        {
            writer.WriteLine(line);
        }

        (shown, shownAt) = (progress.Current, this.clock.GetTimestamp());
    }

    private void Finish()
    {
        if (progress.Current is null)
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
