using Srum.Files;

namespace Srum.Formats;

/// <summary>
/// A file that a record names. Records come from elsewhere, so a name may only lead to a file inside the folder that
/// the person gave: no way up, no absolute path, no link out of it.
/// </summary>
public static class RecordedFile
{
    /// <summary>What is wrong with a name; null = it stays inside its folder.</summary>
    /// <param name="name">The name as a record states it, with <c>/</c> between folders.</param>
    public static string? Fault(string name) =>
        name.Length == 0 ? "names no file"
        : name.Length > 1024 ? "names a file in more than 1,024 characters"
        : name.AsSpan().ContainsAny("\\:\0") || name.Any(char.IsControl) || Path.IsPathRooted(name)
            || name.Split('/').Any(part => part is "" or "." or "..")
            ? $"names the file '{ShownName.Of(name)}': only files of the given folder are read, by a plain or relative "
                + "name"
        : null;

    /// <summary>The path of a named file, which need not exist.</summary>
    /// <param name="folder">The folder that a person gave.</param>
    /// <param name="name">The name as a record states it.</param>
    /// <exception cref="SrumException">The name, or a link, leads out of the folder.</exception>
    public static string Inside(string folder, string name)
    {
        if (Fault(name) is { } fault)
        {
            throw new SrumException($"A record {fault}.");
        }

        try
        {
            return NamedFile.In(folder, name) ?? throw new SrumException(
                $"'{Path.Combine(folder, name)}' is reached by a link out of '{folder}'. Put the file itself there.");
        }
        catch (IOException failure)
        {
            throw new SrumException(
                $"Cannot follow the link '{name}' of '{folder}': {failure.Message} Put the file itself there.",
                failure);
        }
    }
}
