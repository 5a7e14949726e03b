namespace Srum.Files;

/// <summary>
/// The mark of a folder that srum fills: a file <c>.srum</c> with the names that it writes there. A name gets onto it
/// while nothing has that name, so whatever has it later is srum's own; only that is ever replaced or cleared away.
/// </summary>
internal static class FolderMark
{
    /// <summary>The mark's name.</summary>
    public const string Name = ".srum";

    private const string Heading = "SrumNotebooks wrote these names in this folder, and may replace them:";

    /// <summary>Whether a folder is marked.</summary>
    public static bool IsOn(string folder) => Lines(folder) is not null;

    /// <summary>What stands on a folder's mark; null where there is none of ours.</summary>
    public static IReadOnlyList<string>? Lines(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            return FileStatus.Of(path)?.Kind == FileKind.File && File.ReadAllLines(path) is [Heading, .. var lines]
                ? lines
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Refuses a folder in which something of somebody else's would be replaced.</summary>
    /// <param name="folder">The folder; it need not exist.</param>
    /// <param name="what">What the folder is to be, in a word or two: <c>run</c>.</param>
    /// <param name="names">The files and folders that are written there.</param>
    /// <param name="isOlder">Whether it is ours from the time before marks, by what it holds; null = such folders are
    /// refused.</param>
    /// <exception cref="SrumException">A name is taken and does not stand on the mark; the message names
    /// it.</exception>
    public static void Check(string folder, string what, IEnumerable<string> names, Func<bool>? isOlder = null)
    {
        string[] taken = [.. names.Where(name => Path.Exists(Path.Combine(folder, name)))];
        // Read afterwards: whoever fills the folder at the same time marks it first.
        var own = Lines(folder);
        var foreign = own is null && Path.Exists(Path.Combine(folder, Name)) ? Name
            : taken.FirstOrDefault(name => own?.Contains(name) != true);
        if (foreign is not null && !(own is null && isOlder?.Invoke() == true))
        {
            throw new SrumException(
                $"{folder} holds '{foreign}', and no {what} of srum's put it there: it would be replaced. "
                + "Name a new or an empty folder, or move away what is there.");
        }
    }

    /// <summary>Makes a folder where it is missing, and puts the names onto its mark.</summary>
    /// <inheritdoc cref="Check"/>
    public static void Claim(string folder, string what, IReadOnlyList<string> names, Func<bool>? isOlder = null)
    {
        Check(folder, what, names, isOlder);
        var own = Lines(folder);
        if (own is null || names.Except(own).Any())
        {
            Directory.CreateDirectory(folder);
            Write(folder, [.. (own ?? []).Union(names)]);
        }
    }

    /// <summary>Marks an existing folder.</summary>
    public static void Write(string folder, IEnumerable<string> lines) =>
        AtomicFile.Write(Path.Combine(folder, Name), string.Join('\n', [Heading, .. lines, ""]));
}
