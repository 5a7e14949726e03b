namespace Srum.Files;

/// <summary>What an output's path stands for before it is written.</summary>
/// <param name="Path">The path as it was given.</param>
/// <param name="Real">Where a plain file stands or will stand, links followed; null = it can only be written
/// into.</param>
/// <param name="Existing">What is there now; null = nothing.</param>
internal sealed record OutputTarget(string Path, string? Real, FileStatus? Existing)
{
    private const UnixFileMode Writable = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Looks at a path.</summary>
    /// <exception cref="SrumException">It names a folder, a disk, a socket, or a file that is read-only.</exception>
    public static OutputTarget Of(string path)
    {
        if (System.IO.Path.EndsInDirectorySeparator(path))
        {
            throw new SrumException($"'{path}' names a folder. Name a file to write.");
        }

        try
        {
            var existing = FileStatus.Of(path);
            switch (existing)
            {
                case null:
                    return new OutputTarget(path, RealPath.Of(path), null);
                case { Kind: FileKind.Folder }:
                    throw new SrumException($"'{path}' is a folder. Name a file to write.");
                case { Kind: FileKind.Other }:
                    throw new SrumException($"'{path}' is a disk or a socket. Name a file to write.");
                case { Kind: FileKind.Stream }:
                    return new OutputTarget(path, null, existing);
            }

            // Root and the owner could write it all the same, but somebody said that nobody should.
            if (existing.Mode is { } mode && (mode & Writable) == 0)
            {
                throw ReadOnly(path);
            }

            using (new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1))
            {
            }

            // /proc/self/fd/1 names a file that may have no name any more.
            var real = RealPath.Of(path);
            return new OutputTarget(path, FileStatus.Of(real)?.Place == existing.Place ? real : null, existing);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw ReadOnly(path, failure);
        }
        catch (IOException failure)
        {
            throw new SrumException(
                $"Cannot write '{path}': {failure.Message} Name another file, or free this one.", failure);
        }
    }

    private static SrumException ReadOnly(string path, Exception? failure = null) =>
        new($"'{path}' is read-only. Name another file, or give yourself the right to write it.", failure);
}
