using System.Globalization;
using Srum.Runs;

namespace Srum.Display;

/// <summary>
/// A stage's progress as a person wants to see it: count, rate, time left, loss. The rate counts from the first
/// report of a stage, so that items found finished on resume do not flatter it. Where the stage has a place in a run,
/// the time left is that of the run, by the rates that this run has shown so far. Thread-safe.
/// </summary>
/// <param name="clock">The clock that rates come from; null = the system's.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class Progress(TimeProvider? clock = null) : IProgress<StageProgress>, IView
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly Lock gate = new();
    private readonly WorkRates rates = new();
    private readonly List<(long Step, double Loss)> losses = [];
    private StageProgress? current;
    private long startDone;
    private long startTime;
    private long now;

    /// <summary>The newest report; null before the first.</summary>
    public StageProgress? Current
    {
        get
        {
            lock (gate)
            {
                return this.current;
            }
        }
    }

    /// <summary>Takes a report. A new stage name starts a new measurement.</summary>
    public void Report(StageProgress value)
    {
        lock (gate)
        {
            var now = this.clock.GetTimestamp();
            if (this.current?.Stage != value.Stage || this.current.Place?.Number != value.Place?.Number)
            {
                (startDone, startTime) = (value.Done, now);
                losses.Clear();
            }
            else if (value.Done > this.current.Done)
            {
                Count(value, value.Done - this.current.Done, this.clock.GetElapsedTime(this.now, now));
            }

            if (value.Loss is { } loss)
            {
                losses.Add((value.Done, loss));
            }

            this.now = now;
            this.current = value;
        }
    }

    // What comes faster than anything can be made was found, in a cache say: it tells nothing of the rest.
    private void Count(StageProgress value, long count, TimeSpan time)
    {
        if (time.TotalMilliseconds < count)
        {
            startDone += count;
        }
        else if (value.Place is { } place)
        {
            rates.Add(place.Kind, time.TotalSeconds, count);
        }
    }

    /// <summary>Items a second since the stage's first report; null while nothing has been finished since.</summary>
    public double? Rate
    {
        get
        {
            lock (gate)
            {
                var seconds = this.clock.GetElapsedTime(startTime, this.now).TotalSeconds;
                return this.current is null || seconds <= 0 || this.current.Done <= startDone
                    ? null
                    : (this.current.Done - startDone) / seconds;
            }
        }
    }

    /// <summary>
    /// The time the rest of the run will take at the rates so far; null where the run is not known, or nothing of what
    /// is left was measured.
    /// </summary>
    /// <param name="isWhole">False where some of what is left is of a kind that was not measured yet: then it takes
    /// longer.</param>
    public TimeSpan? RunTimeLeft(out bool isWhole)
    {
        lock (gate)
        {
            isWhole = true;
            return this.current?.Place is null ? null : rates.Left(this.current, out isWhole);
        }
    }

    /// <summary>
    /// The time the rest of the stage will take at this rate; null where rate or total are not known.
    /// </summary>
    public TimeSpan? TimeLeft =>
        Rate is { } rate && Current is { Total: > 0 } current
            ? TimeSpan.FromSeconds(Math.Max(0, current.Total - current.Done) / rate)
            : null;

    /// <summary>
    /// One line: <c>judge  120/480 pictures  25 %  3.2/s  1 min 52 s left  loss 0.123</c>; of a run
    /// <c>judge  120/480 pictures  25 %  stage 2 of 9  over 4 min 10 s left in all  3.2/s</c>.
    /// </summary>
    public override string ToString() =>
        Current is { } current ? string.Join("  ", [current.Stage, .. Parts(current)]) : "";

    /// <summary>A bar with the same words.</summary>
    public string ToHtml()
    {
        if (Current is not { } current)
        {
            return "";
        }

        var share = current.Total > 0 ? Math.Clamp((double)current.Done / current.Total, 0, 1) : 0;
        return $"""
            <div class="srum-progress" style="font-family:system-ui,sans-serif;font-size:13px;max-width:480px">
            <div><strong>{Html.Escape(current.Stage)}</strong> {Html.Escape(string.Join(" · ", Parts(current)))}</div>
            <div style="height:6px;border-radius:3px;background:#8884"><div style="height:6px;border-radius:3px;background:#2f7d6d;width:{(100 * share).ToString("0.#", CultureInfo.InvariantCulture)}%"></div></div>
            {Curve(current.Total)}</div>
            """;
    }

    // The losses so far, over the steps of the whole stage, as means of a hundred stretches at most.
    private string Curve(long total)
    {
        const int Width = 480, Height = 60, Points = 100;
        (long Step, double Loss)[] all;
        lock (gate)
        {
            all = [.. losses];
        }

        if (all.Length < 2)
        {
            return "";
        }

        var most = all.Max(point => point.Loss);
        var least = Math.Min(0, all.Min(point => point.Loss));
        var drawn = all.Chunk((all.Length + Points - 1) / Points).Select(part =>
            (Step: part[^1].Step, Loss: part.Average(point => point.Loss)));
        var line = string.Join(' ', drawn.Select(point => string.Create(
            CultureInfo.InvariantCulture,
            $"{Width * (double)point.Step / Math.Max(total, all[^1].Step):0.#},"
                + $"{Height - 2 - ((Height - 4) * (point.Loss - least) / Math.Max(most - least, 1e-9)):0.#}")));
        return $"<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" "
            + $"aria-label=\"loss so far\" style=\"max-width:100%;height:auto\"><polyline points=\"{line}\" "
            + "fill=\"none\" stroke=\"#2f7d6d\" stroke-width=\"1.5\"/></svg>\n";
    }

    /// <summary>A duration in the two units that matter: <c>1 h 5 min</c>, <c>2 min 3 s</c>, <c>4.2 s</c>.</summary>
    public static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 9.95 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalSeconds: < 59.5 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalSeconds: < 3599.5 } => string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)Math.Round(time.TotalSeconds) / 60} min {(int)Math.Round(time.TotalSeconds) % 60} s"),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)Math.Round(time.TotalMinutes) / 60} h {(int)Math.Round(time.TotalMinutes) % 60} min"),
    };

    private IEnumerable<string> Parts(StageProgress current)
    {
        var culture = CultureInfo.InvariantCulture;
        yield return current.Total > 0
            ? string.Create(culture, $"{current.Done}/{current.Total} {current.Unit}")
            : string.Create(culture, $"{current.Done} {current.Unit}");
        if (current.Total > 0)
        {
            yield return string.Create(culture, $"{100.0 * current.Done / current.Total:0} %");
        }

        if (current.Place is { } place)
        {
            yield return string.Create(culture, $"stage {place.Number} of {place.Count}");
            if (RunTimeLeft(out var isWhole) is { } inAll)
            {
                yield return $"{(isWhole ? "" : "over ")}{Words(inAll)} left in all";
            }
        }

        if (Rate is { } rate)
        {
            yield return rate >= 1
                ? string.Create(culture, $"{rate:0.0}/s")
                : string.Create(culture, $"{1 / rate:0.0} s each");
        }

        if (current.Place is null && TimeLeft is { } left && current.Done < current.Total)
        {
            yield return $"{Words(left)} left";
        }

        if (current.Loss is { } loss)
        {
            yield return string.Create(culture, $"loss {loss:0.0000}");
        }

        if (current.Detail is { } detail)
        {
            yield return detail;
        }
    }
}
