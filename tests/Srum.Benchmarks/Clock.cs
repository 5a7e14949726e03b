using System.Diagnostics;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Benchmarks;

/// <summary>Times, and what the machine could do at that moment: other work on its cores changes both alike.</summary>
internal static class Clock
{
    /// <summary>Seconds of the median run, after one that is not counted.</summary>
    public static double Median(int runs, Action work)
    {
        work();
        return Middle(Enumerable.Range(0, runs).Select(_ => Seconds(work)));
    }

    /// <summary>The middle one.</summary>
    public static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>
    /// Runs two pieces of work in turns, so that other work on the machine meets both, and gives their medians.
    /// </summary>
    public static (double First, double Second) InTurns(int rounds, Action first, Action second)
    {
        first();
        second();
        var times = Enumerable.Range(0, rounds).Select(_ => (Seconds(first), Seconds(second))).ToArray();
        return (Middle(times.Select(time => time.Item1)), Middle(times.Select(time => time.Item2)));
    }

    /// <summary>
    /// Work between two measurements of the machine: seconds, and floating-point operations a second meanwhile.
    /// </summary>
    public static (double Seconds, double Rate) AgainstMachine(int runs, Action work)
    {
        var before = Operations.MatrixRate();
        var seconds = Median(runs, work);
        return (seconds, (before + Operations.MatrixRate()) / 2);
    }

    private static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }
}
