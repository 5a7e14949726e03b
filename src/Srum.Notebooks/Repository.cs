namespace Srum.Notebooks;

/// <summary>Finds what stands in the clone that a command is run in or was built from.</summary>
internal static class Repository
{
    /// <summary>The repository's top.</summary>
    /// <exception cref="SrumException">There is no clone here.</exception>
    public static string Root => Path.GetDirectoryName(Find("Directory.Packages.props"))!;

    /// <summary>A file or folder by its path from the repository's top, in or above the working folder or the program's.</summary>
    /// <exception cref="SrumException">It is nowhere there.</exception>
    public static string Find(params string[] parts)
    {
        var tail = Path.Combine(parts);
        foreach (var start in (string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (Path.Combine(folder.FullName, tail) is var candidate && Path.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        throw new SrumException(
            $"{tail} was not found in or above {Environment.CurrentDirectory} or {AppContext.BaseDirectory}. "
            + "Run srum from a clone of the repository, after 'dotnet build -c Release'.");
    }
}
