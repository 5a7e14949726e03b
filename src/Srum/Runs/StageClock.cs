using System.Diagnostics;
using Srum.Native;

namespace Srum.Runs;

/// <summary>
/// Takes the time of a stage, and counts its operations. What has passed is kept with every finished batch or step,
/// since a killed process has no last word. These lines are not flushed to the disk one by one: a kill loses none, and
/// what a power cut loses is time alone.
/// </summary>
public sealed class StageClock : IDisposable
{
    private readonly RecordLog<StageTime> times;
    private readonly string stage;
    private readonly string process = Guid.NewGuid().ToString("n")[..12];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan kept;
    private double counted = Operations.Total;

    internal StageClock(string path, string stage, Func<Stream, Stream>? through) =>
        (times, this.stage) = (RecordLog<StageTime>.Open(path, KeyOf, through, isDurable: false), stage);

    /// <summary>Keeps the time and the operations since the last call (or the start).</summary>
    /// <exception cref="SrumException">The file cannot be written.</exception>
    public void Keep()
    {
        var now = clock.Elapsed;
        var operations = Operations.Total;
        times.Append(new StageTime(
            stage, process, times.Records.Count, Math.Round((now - kept).TotalSeconds, 4), operations - counted));
        (kept, counted) = (now, operations);
    }

    /// <summary>Keeps the rest.</summary>
    public void Dispose() => Keep();

    /// <summary>What each stage took, over files of this kind.</summary>
    internal static IReadOnlyDictionary<string, StageWork> Sum(IEnumerable<string> files) =>
        RecordLog<StageTime>.Merge(files, KeyOf).Values.GroupBy(time => time.Stage).ToDictionary(
            stage => stage.Key,
            stage => new StageWork(stage.Sum(time => time.Seconds), stage.Sum(time => time.Operations)));

    private static string KeyOf(StageTime time) => $"{time.Stage} {time.Process} {time.Number}";

    private sealed record StageTime(string Stage, string Process, int Number, double Seconds, double Operations = 0);
}
