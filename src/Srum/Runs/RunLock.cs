using System.Globalization;
using Srum.Files;

namespace Srum.Runs;

/// <summary>
/// Holds a stage (and shard) of a run for this process. It is a lock of the operating system on an open file, so it
/// ends with the process, however that ends.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="shard">The shard, for the message and for a lock of its own.</param>
    /// <exception cref="SrumException">
    /// Another process holds it; the message names stage, shard and process.
    /// </exception>
    public static RunLock Take(RunFolder run, string stage, Shard shard)
    {
        var name = $"{stage}{shard.Suffix}";
        var owner = run.File("records", name + ".owner");
        var path = run.File("records", name + ".lock");
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (File.Exists(path))
        {
            throw new SrumException(
                $"Another process{OwnerOf(owner)} is working on stage "
                    + $"'{stage}'{(shard.Count > 1 ? $", shard {shard}," : "")} of {run.Path}. Wait for it, or name "
                    + "another folder with --run.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"The run folder {run.Path} cannot be written: {failure.Message} Name another with "
                + "--run, or free the place.", failure);
        }

        try
        {
            AtomicFile.Write(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new RunLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static string OwnerOf(string owner)
    {
        try
        {
            return $" (process {File.ReadAllText(owner)})";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return ""; // it holds the lock, and has not yet said who it is
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => file.Dispose();
}
