using System.Text.RegularExpressions;

namespace Srum.Files;

/// <summary>
/// A file of a folder that a text of that folder names, which somebody else may have written: an index of weights, a
/// settings file. It may not lead out of the folder: not by its name, and not by a link, since links come along in
/// archives and repositories too, and what they lead to would be read, shown and saved as if it were the model's.
/// Links of a download cache are followed, as they can tell nothing that their maker did not know: into the
/// <c>blobs</c> beside the <c>snapshots</c> that the folder lies in, and to a file in a folder <c>blobs</c> whose name
/// is a hash of what it holds.
/// </summary>
internal static partial class NamedFile
{
    /// <summary>The path of a named file, which need not exist.</summary>
    /// <param name="folder">The folder; it may be a link itself.</param>
    /// <param name="name">The file's name in it, parts separated by <c>/</c>.</param>
    /// <returns>The path; null = it would lead out of the folder.</returns>
    /// <exception cref="IOException">Links go round in a circle.</exception>
    public static string? In(string folder, string name)
    {
        if (Path.IsPathRooted(name) || name.AsSpan().ContainsAny("\\:\0")
            || name.Split('/').Any(part => part is "" or ".."))
        {
            return null;
        }

        var path = Path.Combine([folder, .. name.Split('/')]);
        var (real, home) = (RealPath.Of(path), RealPath.Of(folder));
        return RealPath.IsBelow(home, real) || IsCached(home, real) ? path : null;
    }

    private static bool IsCached(string home, string real) =>
        (Path.GetDirectoryName(home) is { } snapshots && Path.GetFileName(snapshots) == "snapshots"
            && RealPath.IsBelow(Path.Combine(Path.GetDirectoryName(snapshots)!, "blobs"), real))
        || (Path.GetFileName(Path.GetDirectoryName(real)) == "blobs" && Hash().IsMatch(Path.GetFileName(real)));

    [GeneratedRegex(@"\A[0-9a-f]{40}([0-9a-f]{24})?\z")]
    private static partial Regex Hash();
}
