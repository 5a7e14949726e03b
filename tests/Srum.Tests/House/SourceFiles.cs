namespace Srum.Tests.House;

/// <summary>The repository's own texts, as its rules see them.</summary>
internal static class SourceFiles
{
    /// <summary>The C# files of <c>src</c> and <c>tests</c>.</summary>
    public static IEnumerable<SourceFile> Code =>
        Below("src", "*.cs").Concat(Below("tests", "*.cs")).Concat(Below("docs", "*.cs"));

    /// <summary>The pages that people read, with the models' card; others in folders of data are left out.</summary>
    public static IEnumerable<SourceFile> Pages =>
        Below("docs", "*.md").Concat(In("", "*.md")).Concat(In("data", "*.md"));

    private static IEnumerable<SourceFile> Below(string folder, string pattern) =>
        Find(folder, pattern, SearchOption.AllDirectories);

    private static IEnumerable<SourceFile> In(string folder, string pattern) =>
        Find(folder, pattern, SearchOption.TopDirectoryOnly);

    private static IEnumerable<SourceFile> Find(string folder, string pattern, SearchOption depth)
    {
        var root = Srum.Notebooks.Repository.Root;
        return Directory.EnumerateFiles(Path.Combine(root, folder), pattern, depth)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "fixtures"))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path))));
    }
}
