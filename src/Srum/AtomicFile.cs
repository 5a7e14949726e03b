namespace Srum;

/// <summary>
/// Writes a file whole or not at all: to a temporary name in the same folder, flushed to the disk, then renamed over
/// the old file. Whoever kills the process meanwhile finds the old file, or none, never half of the new one.
/// </summary>
public static class AtomicFile
{
    /// <summary>How the names of unfinished files end.</summary>
    public const string Unfinished = ".partial";

    /// <summary>Writes what <paramref name="write"/> puts into the stream.</summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="write">Writes the content; the stream can be sought.</param>
    /// <param name="through">Wraps the stream, e.g. to let the n-th write fail in a test; none by default.</param>
    /// <exception cref="SrumException">The file cannot be written; the old one, if any, is as it was.</exception>
    public static void Write(string path, Action<Stream> write, Func<Stream, Stream>? through = null)
    {
        // The random part lets two processes (or threads) write the same file: the last rename wins, whole.
        var temporary = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}{Unfinished}";
        try
        {
            // Renamed while it is held open, so that no other process's sweep can take it for left behind.
            using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete);
            var stream = through is null ? file : through(file);
            write(stream);
            stream.Flush();
            file.Flush(flushToDisk: true);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception failure)
        {
            Delete(temporary);
            if (failure is IOException or UnauthorizedAccessException)
            {
                throw new SrumException(
                    $"Cannot write '{path}': {failure.Message} Check that its folder exists, that it can be written, "
                    + "that no folder has that name and that the disk is not full.",
                    failure);
            }

            throw;
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="bytes">The content.</param>
    /// <param name="through">Wraps the stream; none by default.</param>
    /// <exception cref="SrumException">The file cannot be written; the old one, if any, is as it was.</exception>
    public static void Write(string path, byte[] bytes, Func<Stream, Stream>? through = null) =>
        Write(path, stream => stream.Write(bytes), through);

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="text">The content.</param>
    /// <param name="through">Wraps the stream; none by default.</param>
    /// <exception cref="SrumException">The file cannot be written; the old one, if any, is as it was.</exception>
    public static void Write(string path, string text, Func<Stream, Stream>? through = null) =>
        Write(path, System.Text.Encoding.UTF8.GetBytes(text), through);

    /// <summary>
    /// Deletes what killed processes left unfinished in a folder (not below it). A file that is being written is
    /// locked by its writer and stays.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>How many files were deleted.</returns>
    public static int Sweep(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Unfinished).Count(IsLeftBehind);

    private static bool IsLeftBehind(string file)
    {
        try
        {
            using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        return Delete(file);
    }

    private static bool Delete(string file)
    {
        try
        {
            File.Delete(file);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // the first failure is the one worth telling
        }
    }
}
