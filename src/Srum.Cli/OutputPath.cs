using Srum.Imaging;

namespace Srum.Cli;

/// <summary>Refuses an output path that cannot be written before anything is computed.</summary>
internal static class OutputPath
{
    /// <summary>The folder of a file to write exists or can be made and written, and the file is no folder.</summary>
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

        if (Directory.Exists(file))
        {
            throw new SrumException($"{flag}: {file} is a folder. Name a file to write.");
        }

        Probe(Path.GetDirectoryName(Path.GetFullPath(file))!, flag);
    }

    /// <summary>The same for a picture, whose ending must name a format that is written.</summary>
    /// <inheritdoc cref="Check"/>
    public static void CheckPicture(string file, string flag)
    {
        Check(file, flag);
        if (!PictureFile.CanWrite(file))
        {
            throw new UsageException($"{flag} must end in .png or .jpg, not '{Path.GetExtension(file)}'.");
        }
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

    private static void Probe(string folder, string flag)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".srum-{Guid.NewGuid():n}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"{flag}: {folder} cannot be written: {failure.Message} Name another place, or make room there.", failure);
        }
    }
}
