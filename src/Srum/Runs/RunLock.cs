using System.Globalization;

namespace Srum.Runs;

/// <summary>
/// Holds a stage (and shard) of a run for this process. It is a lock of the operating system on an open file, so it ends
/// with the process, however that ends.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="shard">The shard, for the message and for a lock of its own.</param>
    /// <exception cref="SrumException">Another process holds it; the message names stage, shard and process.</exception>
    public static RunLock Take(RunFolder run, string stage, Shard shard)
    {
        var name = $"{stage}{shard.Suffix}";
        var owner = run.File("records", name + ".owner");
        try
        {
            var file = new FileStream(run.File("records", name + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            AtomicFile.Write(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new RunLock(file);
        }
        catch (IOException failure)
        {
            var process = File.Exists(owner) ? $" (process {File.ReadAllText(owner)})" : "";
            throw new SrumException(
                $"Another process{process} is working on stage '{stage}'{(shard.Count > 1 ? $", shard {shard.Index}/{shard.Count}" : "")} of {run.Path}. Wait for it, or give another --run.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new SrumException($"The run folder {run.Path} cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => file.Dispose();
}
