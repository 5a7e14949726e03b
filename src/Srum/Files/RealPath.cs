namespace Srum.Files;

/// <summary>Where a path leads once every link on the way is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links; what it leads to need not exist.</summary>
    /// <exception cref="IOException">Its links go round in a circle.</exception>
    /// <remarks>
    /// Part by part: <c>..</c> in a link means the folder above the one that the link truly lies in, which
    /// <see cref="FileSystemInfo.ResolveLinkTarget"/> takes from the names alone.
    /// </remarks>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        var root = Path.GetPathRoot(full)!;
        var (real, left, links) = (root, new Stack<string>(), 0);
        Push(full[root.Length..]);
        while (left.TryPop(out var part))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"'{path}' is a link that leads to itself.");
            }

            if (Path.IsPathRooted(target))
            {
                real = Path.GetPathRoot(Path.GetFullPath(target))!;
                target = target[Path.GetPathRoot(target)!.Length..];
            }

            Push(target);
        }

        return real;

        void Push(string parts)
        {
            foreach (var part in parts.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse())
            {
                left.Push(part);
            }
        }
    }

    /// <summary>Whether a path lies below a folder; both without links.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The path.</param>
    /// <param name="names">How names are told apart. Default: by their letters, capitals and all.</param>
    public static bool IsBelow(string folder, string path, StringComparison names = StringComparison.Ordinal) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, names);
}
