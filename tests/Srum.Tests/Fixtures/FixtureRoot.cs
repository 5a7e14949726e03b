namespace Srum.Tests.Fixtures;

/// <summary>
/// Where the reference values stand: the folder that the environment variable SRUM_FIXTURES names, else the copy
/// under tests/. A root may hold any of the areas; cases are found by listing.
/// </summary>
internal static class FixtureRoot
{
    public const string Variable = "SRUM_FIXTURES";

    public static string Folder { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given
            ? System.IO.Path.GetFullPath(given)
            : Copy();

    public static IEnumerable<string> Areas => Directory.EnumerateDirectories(Folder)
        .Select(folder => System.IO.Path.GetFileName(folder)!)
        .Order(StringComparer.Ordinal);

    public static string Area(string area) => System.IO.Path.Combine(Folder, area);

    public static bool Has(string area) => Directory.Exists(Area(area));

    /// <summary>
    /// The names of an area's cases; none where the root lacks the area, so use
    /// <c>[Theory(SkipTestWithoutData = true)]</c>.
    /// </summary>
    public static IEnumerable<string> CaseNames(string area) => Has(area)
        ? Directory.EnumerateFiles(Area(area), "*.json")
            .Select(file => System.IO.Path.GetFileNameWithoutExtension(file)!)
            .Order(StringComparer.Ordinal)
        : [];

    /// <summary>The cases as rows for <c>MemberData</c>.</summary>
    public static IEnumerable<TheoryDataRow<string>> Cases(string area) =>
        CaseNames(area).Select(name => new TheoryDataRow<string>(name));

    private static string Copy()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var copy = System.IO.Path.Combine(folder.FullName, "tests", "Srum.Tests", "fixtures");
            if (Directory.Exists(copy))
            {
                return copy;
            }
        }

        throw new DirectoryNotFoundException($"No tests/Srum.Tests/fixtures above the test binary; set {Variable}.");
    }
}
