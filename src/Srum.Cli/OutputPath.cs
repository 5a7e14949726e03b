using System.Text.Json;
using Srum.Files;
using Srum.Imaging;
using Srum.Models;
using Srum.Runs;

namespace Srum.Cli;

/// <summary>Refuses an output path that cannot be written before anything is computed.</summary>
internal static class OutputPath
{
    /// <summary>
    /// A file to write can be written: it is there and no folder, disk or read-only file; or its folder exists or can
    /// be made and written.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="flag">The flag that named it, for messages.</param>
    /// <exception cref="UsageException">It names nothing.</exception>
    /// <exception cref="SrumException">It cannot be written; the message says what is in the way.</exception>
    public static void Check(string file, string flag)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            throw new UsageException($"{flag} names no file. Give a path, or leave the flag out.");
        }

        try
        {
            var target = OutputTarget.Of(file);
            if (target.Existing is null)
            {
                Probe(Path.GetDirectoryName(target.Real)!, flag);
            }
        }
        catch (SrumException refused) when (!refused.Message.StartsWith(flag, StringComparison.Ordinal))
        {
            throw new SrumException($"{flag}: {refused.Message}", refused);
        }
    }

    /// <summary>The same for several files; those that nobody named are left out.</summary>
    /// <param name="files">Each with the flag that names it.</param>
    /// <inheritdoc cref="Check"/>
    public static void CheckFiles(params IReadOnlyList<(string? File, string Flag)> files)
    {
        foreach (var (file, flag) in files)
        {
            if (file is not null)
            {
                Check(file, flag);
            }
        }
    }

    /// <summary>The same for a picture, whose ending must name a format that is written.</summary>
    /// <inheritdoc cref="Check"/>
    public static void CheckPicture(string file, string flag)
    {
        if (!PictureFile.CanWrite(file))
        {
            throw new UsageException($"{flag} must end in .png or .jpg, not '{Path.GetExtension(file)}'.");
        }

        Check(file, flag);
    }

    /// <summary>Writes figures as JSON where somebody has named a file for them.</summary>
    /// <param name="file">The file; null = none was named.</param>
    /// <param name="figures">What is written.</param>
    public static void WriteJson<T>(string? file, T figures)
    {
        if (file is not null)
        {
            AtomicFile.Write(file, JsonSerializer.Serialize(figures, RecordFormat.Indented) + "\n");
        }
    }

    /// <summary>
    /// The pictures that a command writes where nobody has named a file: a file of that name is replaced only if srum
    /// drew it.
    /// </summary>
    /// <param name="files">The files of the default's name.</param>
    /// <param name="flag">The flag that would name others.</param>
    /// <exception cref="SrumException">One of them is somebody else's.</exception>
    public static void CheckOwn(IEnumerable<string> files, string flag)
    {
        if (files.FirstOrDefault(file => File.Exists(file) && !PictureFile.IsOwn(file)) is { } foreign)
        {
            throw new SrumException(
                $"{foreign} stands here, and srum did not draw it. Name the picture to write with {flag}.");
        }
    }

    /// <summary>The picture to write: the named one, or one of a usual name that is nobody else's.</summary>
    /// <param name="given">The file that was named; null = none was.</param>
    /// <param name="otherwise">The usual name.</param>
    /// <param name="flag">The flag that names a file, for messages.</param>
    /// <inheritdoc cref="CheckPicture"/>
    public static string OfPicture(string? given, string otherwise, string flag)
    {
        CheckPicture(given ?? otherwise, flag);
        if (given is null)
        {
            CheckOwn([otherwise], flag);
        }

        return given ?? otherwise;
    }

    /// <summary>A folder to write into exists or can be made and written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="flag">The flag that named it, for messages.</param>
    /// <exception cref="UsageException">It names nothing.</exception>
    /// <exception cref="SrumException">It cannot be written; the message says what is in the way.</exception>
    public static void CheckFolder(string folder, string flag)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new UsageException($"{flag} names no folder. Give a path, or leave the flag out.");
        }

        Probe(Path.GetFullPath(folder), flag);
    }

    /// <summary>The same for a folder to write a model to, in which no other model may be.</summary>
    /// <inheritdoc cref="CheckFolder"/>
    public static void CheckModelFolder(string folder, string flag)
    {
        CheckFolder(folder, flag);
        ModelFiles.CheckTarget(folder);
    }

    private static void Probe(string folder, string flag)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".srum-{Guid.NewGuid():n}");
            const FileOptions Gone = FileOptions.DeleteOnClose;
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, Gone))
            {
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException(
                $"{flag}: {folder} cannot be written: {failure.Message} Name another place, or make room there.",
                failure);
        }
    }
}
