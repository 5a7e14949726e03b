using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Srum.NotebookHost;

/// <summary>
/// The line by line account that the starting process reads: each line leaves at once, so a crash loses none.
/// </summary>
internal sealed class Report(Stream stream) : IDisposable
{
    private static readonly JsonSerializerOptions Compact =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StreamWriter _writer = new(stream) { AutoFlush = true, NewLine = "\n" };
    private readonly Lock _lock = new();

    public void Begin(int step) => Write(new JsonObject { ["step"] = step, ["begin"] = true });

    /// <summary>An output in nbformat's form. One with the identity of an earlier one takes that one's place.</summary>
    public void Output(int step, JsonObject output, string? identity = null) =>
        Write(new JsonObject { ["step"] = step, ["output"] = output, ["identity"] = identity });

    public void End(int step, TimeSpan took, bool failed) => Write(new JsonObject
    {
        ["step"] = step,
        ["failed"] = failed,
        ["seconds"] = Math.Round(took.TotalSeconds, 3),
        ["peakBytes"] = PeakBytes(),
    });

    public void Dispose() => _writer.Dispose();

    private static long PeakBytes()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private void Write(JsonObject line)
    {
        lock (_lock)
        {
            _writer.WriteLine(line.ToJsonString(Compact));
        }
    }
}
