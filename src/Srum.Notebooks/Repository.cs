namespace Srum.Notebooks;

/// <summary>
/// Finds what stands in the clone that the program was built in. The folder that somebody works in is not asked: its
/// <c>data/model</c> or <c>tests</c> may be anybody's.
/// </summary>
internal static class Repository
{
    private static readonly string Sign = Path.Combine("src", "Srum.Cli", "Srum.Cli.csproj");

    /// <summary>The repository's top.</summary>
    /// <exception cref="SrumException">The program does not stand in a clone.</exception>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, Sign)))
                {
                    return folder.FullName;
                }
            }

            throw new SrumException(
                $"{AppContext.BaseDirectory} is in no clone of the repository, whose model, prompts and lessons srum "
                + "works with. Run srum from a clone, after 'dotnet build -c Release', or name what it shall take.");
        }
    }

    /// <summary>A file or folder by its path from the repository's top.</summary>
    /// <exception cref="SrumException">It is not there, or there is no clone.</exception>
    public static string Find(params string[] parts) =>
        Path.Combine([Root, .. parts]) is var path && Path.Exists(path)
            ? path
            : throw new SrumException(
                $"{path} is missing. Build with 'dotnet build -c Release', or get it from a whole clone.");
}
