namespace Srum.Files;

/// <summary>Files that may be left out. One that is there and cannot be used is not left out.</summary>
internal static class OptionalFile
{
    /// <summary>Whether a file is there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SrumException">A link of that name leads nowhere, or a folder has the name.</exception>
    public static bool IsThere(string path) => Fault(path) is { } fault
        ? throw new SrumException($"{fault}. Put the file there, or take away what has its name.")
        : File.Exists(path);

    /// <summary>Why a file cannot be opened, as a clause that names it; null where it is there.</summary>
    public static string? WhyAbsent(string path) =>
        Fault(path) ?? (File.Exists(path) ? null : $"'{path}' is not there");

    private static string? Fault(string path) =>
        path.Length == 0 || path.Contains('\0') ? null
        : Directory.Exists(path) ? $"'{path}' is a folder, and a file is expected"
        : new FileInfo(path) is { LinkTarget: { } target } link && !LeadsToFile(link)
            ? $"'{path}' is a link to '{target}', which is not there"
        : null;

    // A link that leads nowhere exists itself, for File.Exists too.
    private static bool LeadsToFile(FileInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true)?.Exists == true;
        }
        catch (IOException)
        {
            return false; // a circle of links
        }
    }
}
