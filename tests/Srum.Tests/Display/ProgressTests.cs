using Srum.Display;
using Srum.Runs;

namespace Srum.Tests.Display;

public class ProgressTests
{
    private readonly HandClock clock = new();

    [Fact]
    public void Rate_and_time_left_come_from_the_clock()
    {
        var progress = new Progress(clock);
        progress.Report(new("judge", 0, 480));
        clock.Advance(TimeSpan.FromSeconds(40));
        progress.Report(new("judge", 120, 480, Loss: 0.125));

        Assert.Equal(3.0, progress.Rate!.Value, 1e-6);
        Assert.Equal("judge  120/480 pictures  25 %  3.0/s  2 min 0 s left  loss 0.1250", progress.ToString());
    }

    [Fact]
    public void Items_found_finished_on_resume_do_not_flatter_the_rate()
    {
        var progress = new Progress(clock);
        progress.Report(new("judge", 100, 200));
        Assert.Null(progress.Rate);
        clock.Advance(TimeSpan.FromSeconds(10));
        progress.Report(new("judge", 110, 200));
        Assert.Equal(1.0, progress.Rate!.Value, 1e-6);
    }

    [Fact]
    public void Items_found_in_a_cache_on_the_way_do_not_flatter_the_rate_either()
    {
        var progress = new Progress(clock);
        progress.Report(new("judge", 0, 200));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        progress.Report(new("judge", 150, 200));
        Assert.Null(progress.Rate);
        clock.Advance(TimeSpan.FromSeconds(10));
        progress.Report(new("judge", 160, 200));
        Assert.Equal(1.0, progress.Rate!.Value, 1e-3);
    }

    [Fact]
    public void Losses_become_a_line_that_ends_where_the_stage_is()
    {
        var progress = new Progress(clock);
        progress.Report(new("train", 0, 10, "steps"));
        Assert.DoesNotContain("polyline", progress.ToHtml());
        progress.Report(new("train", 1, 10, "steps", 2));
        progress.Report(new("train", 5, 10, "steps", 1));
        Assert.Contains("points=\"48,2 240,30\"", progress.ToHtml());
        progress.Report(new("evaluate", 0, 10));
        Assert.DoesNotContain("polyline", progress.ToHtml());
    }

    [Fact]
    public void A_new_stage_is_measured_anew()
    {
        var progress = new Progress(clock);
        progress.Report(new("rollout", 0, 10));
        clock.Advance(TimeSpan.FromSeconds(1));
        progress.Report(new("rollout", 10, 10));
        progress.Report(new("judge", 0, 10));
        Assert.Null(progress.TimeLeft);
    }

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.6, "1 min 0 s")]
    [InlineData(123, "2 min 3 s")]
    [InlineData(3599.7, "1 h 0 min")]
    [InlineData(3900, "1 h 5 min")]
    public void Durations_are_told_in_the_two_units_that_matter(double seconds, string words) =>
        Assert.Equal(words, Progress.Words(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_live_display_is_updated_ten_times_a_second_and_ends_with_the_last_report()
    {
        var shown = new List<(long At, string Text)>();
        var live = new LiveProgress(view => view => shown.Add((clock.GetTimestamp(), view.ToString()!)), clock);
        foreach (var stage in (string[])["draw", "judge"])
        {
            for (var i = 0; i <= 100; i++)
            {
                live.Report(new(stage, i, 100));
                clock.Advance(TimeSpan.FromMilliseconds(7));
            }
        }

        Assert.All(
            shown.Zip(shown.Skip(1)),
            pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromMilliseconds(100).Ticks));
        Assert.InRange(shown.Count, 12, 16);
        Assert.Equal(
            ["draw  0/100 pictures", "draw  100/100 pictures", "judge  0/100 pictures", "judge  100/100 pictures"],
            shown.Select(item => string.Join("  ", item.Text.Split("  ")[..2]))
                .Where(text => text.Contains(" 0/") || text.Contains(" 100/")));
    }

    // Three rounds of ten pictures and twenty steps: rates of the first hold for the others.
    [Fact]
    public void In_a_run_the_time_left_is_that_of_everything_that_is_left()
    {
        var progress = new Progress(clock);
        var run = new PlannedProgress(progress, [.. Enumerable.Range(0, 3)
            .SelectMany(_ => (PlannedStage[])[new("draw", WorkKind.Draw, 10), new("train", WorkKind.Train, 20)])]);

        run.Report(new("draw", 0, 10));
        Assert.Equal("draw  0/10 pictures  0 %  stage 1 of 6", progress.ToString());
        After(4, new("draw", 2, 10));
        Assert.Equal("draw  2/10 pictures  20 %  stage 1 of 6  over 56 s left in all  2.0 s each", progress.ToString());
        After(16, new("draw", 10, 10));
        run.Report(new("train", 0, 20, "steps"));
        Assert.Equal("train  0/20 steps  0 %  stage 2 of 6  over 40 s left in all", progress.ToString());
        After(5, new("train", 10, 20, "steps"));
        // 20 pictures of 2 s and 50 steps of 0.5 s.
        Assert.Equal("train  10/20 steps  50 %  stage 2 of 6  1 min 5 s left in all  2.0/s", progress.ToString());
        After(5, new("train", 20, 20, "steps"));
        run.Report(new("draw", 0, 10));
        Assert.Equal("draw  0/10 pictures  0 %  stage 3 of 6  1 min 0 s left in all", progress.ToString());

        void After(double seconds, StageProgress report)
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            run.Report(report);
        }
    }

    [Fact]
    public void What_was_done_before_a_run_goes_on_is_neither_left_nor_a_rate()
    {
        var progress = new Progress(clock);
        var run = new PlannedProgress(progress,
            [new("draw", WorkKind.Draw, 0), new("train", WorkKind.Train, 5), new("evaluate", WorkKind.Draw, 10)]);
        run.Report(new("draw", 10, 10));
        Assert.Equal("draw  10/10 pictures  100 %  stage 1 of 3", progress.ToString());
        clock.Advance(TimeSpan.FromSeconds(1));
        run.Report(new("train", 15, 20, "steps"));
        clock.Advance(TimeSpan.FromSeconds(1));
        run.Report(new("train", 16, 20, "steps"));
        Assert.Equal("train  16/20 steps  80 %  stage 2 of 3  over 4.0 s left in all  1.0/s", progress.ToString());
    }

    [Fact]
    public void A_stage_that_was_not_planned_has_no_place()
    {
        var progress = new Progress(clock);
        var run = new PlannedProgress(progress, [new("draw", WorkKind.Draw, 10)]);
        run.Report(new("draw", 10, 10));
        run.Report(new("tidy", 1, 2, "things"));
        Assert.Equal("tidy  1/2 things  50 %", progress.ToString());
    }

    private sealed class HandClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Advance(TimeSpan time) => ticks += time.Ticks;

        // Whoever waits sees the time pass at once.
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Advance(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
