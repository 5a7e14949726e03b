namespace Srum.Cli;

/// <summary>Refuses an input path at which nothing is, before anything is computed or written.</summary>
internal static class InputPath
{
    /// <summary>A file is there; one that nobody named is left out.</summary>
    /// <param name="file">The file; null = none was named.</param>
    /// <param name="flag">The flag that named it, for the message.</param>
    /// <param name="remedy">What to name instead, a sentence; empty = the message says enough.</param>
    /// <exception cref="SrumException">There is none.</exception>
    public static void CheckFile(string? file, string flag, string remedy = "") =>
        Require(file is null || File.Exists(file), $"{flag}: there is no file {file}.", remedy);

    /// <summary>The same of a folder.</summary>
    /// <param name="folder">The folder; null = none was named.</param>
    /// <param name="flag">The flag that named it, for the message.</param>
    /// <param name="kind">What it is to be.</param>
    /// <param name="remedy">What to name instead, a sentence; empty = the message says enough.</param>
    /// <exception cref="SrumException">There is none.</exception>
    public static void CheckFolder(string? folder, string flag, string kind = "folder", string remedy = "") =>
        Require(folder is null || Directory.Exists(folder), $"{flag}: there is no {kind} {folder}.", remedy);

    private static void Require(bool isThere, string fault, string remedy)
    {
        if (!isThere)
        {
            throw new SrumException($"{fault} {remedy}".TrimEnd());
        }
    }
}
