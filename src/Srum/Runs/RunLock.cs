using System.Globalization;
using Srum.Files;

namespace Srum.Runs;

/// <summary>
/// Holds a stage (and shard) of a run, or a pretraining's state, for this process. It is a lock of the operating
/// system on an open file, so it ends with the process, however that ends.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream file;

    private RunLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock of a stage of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stage">Name of the stage.</param>
    /// <param name="shard">The shard, for the message and for a lock of its own.</param>
    /// <exception cref="SrumException">
    /// Another process holds it; the message names stage, shard and process.
    /// </exception>
    public static RunLock Take(RunFolder run, string stage, Shard shard) => Take(
        run.File("records", $"{stage}{shard.Suffix}"),
        $"stage '{stage}'{(shard.Count > 1 ? $", shard {shard}," : "")} of {run.Path}", run.Path, "--run");

    /// <summary>Takes a lock.</summary>
    /// <param name="path">Its file, without an extension.</param>
    /// <param name="work">What its holder works on, for the message.</param>
    /// <param name="folder">The folder that it is of.</param>
    /// <param name="flag">What names another folder.</param>
    /// <exception cref="SrumException">Another process holds it; the message names work and process.</exception>
    internal static RunLock Take(string path, string work, string folder, string flag)
    {
        var (owner, held) = (path + ".owner", path + ".lock");
        FileStream file;
        try
        {
            file = new FileStream(held, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (File.Exists(held))
        {
            throw new SrumException(
                $"Another process{OwnerOf(owner)} is working on {work}. Wait for it, or name another folder with "
                    + $"{flag}.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException(
                $"The folder {folder} cannot be written: {failure.Message} Name another with {flag}, or free the "
                    + "place.", failure);
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
