using System.Text.RegularExpressions;

namespace Srum.Files;

/// <summary>
/// Writes a file whole or not at all: to a temporary name in the same folder, flushed to the disk, then renamed over
/// the old file. Whoever kills the process meanwhile finds the old file, or none, never half of the new one.
/// Links are followed, and an older file's owner, group and mode stay. Devices and pipes are written into as they are.
/// A file that can be written but not renamed over (its folder is closed to us, its owner is another, something is
/// mounted there) is overwritten in its place, with what stands whole beside it where the folder allows that: a kill in
/// that
/// moment leaves a part.
/// </summary>
public static partial class AtomicFile
{
    /// <summary>How the names of unfinished files end.</summary>
    public const string Unfinished = ".partial";

    // Names have up to 255 bytes; the temporary one adds 60.
    private const int LongestStem = 48;

    /// <summary>Writes what <paramref name="write"/> puts into the stream.</summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="write">Writes the content from its first byte to its last.</param>
    /// <param name="through">Wraps the stream, e.g. to let the n-th write fail in a test; none by default.</param>
    /// <exception cref="SrumException">
    /// The file is read-only, a folder or a disk; or it cannot be written: then the old one, if any, is as it was, but
    /// for one that is overwritten in its place.
    /// </exception>
    public static void Write(string path, Action<Stream> write, Func<Stream, Stream>? through = null)
    {
        var target = OutputTarget.Of(path);
        try
        {
            if (target.Real is null || !Replace(target, write, through))
            {
                Overwrite(path, write, through);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException(
                $"Cannot write '{path}': {failure.Message} Check that its folder exists, that it can be written, "
                + "that no folder has that name and that the disk is not full.",
                failure);
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="bytes">The content.</param>
    /// <param name="through">Wraps the stream; none by default.</param>
    /// <inheritdoc cref="Write(string, Action{Stream}, Func{Stream, Stream}?)" path="/exception"/>
    public static void Write(string path, byte[] bytes, Func<Stream, Stream>? through = null) =>
        Write(path, stream => stream.Write(bytes), through);

    /// <summary>Writes text as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="text">The content.</param>
    /// <param name="through">Wraps the stream; none by default.</param>
    /// <inheritdoc cref="Write(string, Action{Stream}, Func{Stream, Stream}?)" path="/exception"/>
    public static void Write(string path, string text, Func<Stream, Stream>? through = null) =>
        Write(path, System.Text.Encoding.UTF8.GetBytes(text), through);

    /// <summary>
    /// Deletes what killed processes left unfinished in a folder of ours (not below it), known by the names that are
    /// given here. A file that is being written is locked by its writer and stays.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>How many files were deleted.</returns>
    internal static int Sweep(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Unfinished)
            .Count(file => TemporaryName().IsMatch(file) && IsLeftBehind(file));

    /// <summary>Whether a failure is the file system's, as it came or in the words of a failed write.</summary>
    internal static bool IsOfSystem(Exception failure) =>
        (failure is SrumException ? failure.InnerException : failure) is IOException or UnauthorizedAccessException;

    // False: the folder takes no new file, so that nothing was written.
    private static bool Replace(OutputTarget target, Action<Stream> write, Func<Stream, Stream>? through)
    {
        // The random part lets two processes (or threads) write the same file: the last rename wins, whole.
        var (folder, name) = (Path.GetDirectoryName(target.Real)!, Path.GetFileName(target.Real)!);
        var stem = name.Length > LongestStem ? name[..LongestStem] : name;
        var temporary = Path.Combine(folder, $"{stem}.srum-{Environment.ProcessId}-{Guid.NewGuid():N}{Unfinished}");
        try
        {
            // Renamed while it is held open, so that no other process's sweep can take it for left behind.
            using var file = Create(temporary, target.Existing?.Mode);
            var stream = through is null ? file : through(file);
            write(stream);
            stream.Flush();
            file.Flush(flushToDisk: true);
            if (target.Existing is not { } old)
            {
                File.Move(temporary, target.Real!, overwrite: true);
            }
            else if (!IsLike(old, file, temporary) || !Rename(temporary, target.Real!))
            {
                file.Position = 0;
                Overwrite(target.Path, file.CopyTo, null);
                Delete(temporary);
            }

            return true;
        }
        catch (UnauthorizedAccessException) when (target.Existing is not null && !File.Exists(temporary))
        {
            return false;
        }
        catch
        {
            Delete(temporary);
            throw;
        }
    }

    private static FileStream Create(string path, UnixFileMode? mode)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete,
        };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return new FileStream(path, options);
    }

    // The owner first: giving a file away takes some bits of its mode.
    private static bool IsLike(FileStatus old, FileStream file, string path)
    {
        if (old.Mode is not { } mode || OperatingSystem.IsWindows() || FileStatus.Of(path) is not { } own)
        {
            return true;
        }

        if ((own.Owner, own.Group) != (old.Owner, old.Group) && !FileStatus.Give(path, old.Owner, old.Group))
        {
            return false;
        }

        File.SetUnixFileMode(file.SafeFileHandle, mode);
        return true;
    }

    private static bool Rename(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Overwrite(string path, Action<Stream> write, Func<Stream, Stream>? through)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var stream = through is null ? file : through(file);
        write(stream);
        stream.Flush();
        if (FileStatus.Of(path)?.Kind == FileKind.File)
        {
            file.SetLength(file.Position);
            file.Flush(flushToDisk: true);
        }
    }

    private static bool IsLeftBehind(string file)
    {
        // We make plain files; opening a pipe would wait for its writer.
        if (new FileInfo(file).LinkTarget is not null || FileStatus.Of(file)?.Kind != FileKind.File)
        {
            return false;
        }

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

    [GeneratedRegex(@"\.srum-[0-9]+-[0-9a-f]{32}\.partial\z")]
    private static partial Regex TemporaryName();
}
