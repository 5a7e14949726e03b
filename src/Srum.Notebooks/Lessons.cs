namespace Srum.Notebooks;

/// <summary>The notebooks that a command line names.</summary>
internal static class Lessons
{
    /// <summary>
    /// Files, or lessons of <c>notebooks/</c> by number or name (<c>03</c>, <c>03-judge</c>); none named = all, in
    /// order.
    /// </summary>
    /// <exception cref="SrumException">A name fits no notebook.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> names) =>
        names.Count == 0 ? All() : [.. names.Select(Find)];

    private static List<string> All() =>
        [.. Directory.GetFiles(Repository.Find("notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];

    private static string Find(string name)
    {
        if (name.EndsWith(".ipynb", StringComparison.Ordinal))
        {
            return File.Exists(name)
                ? name
                : throw new SrumException($"There is no notebook {Path.GetFullPath(name)}.");
        }

        return All().Find(
            file => Path.GetFileNameWithoutExtension(file) is var stem
                && (stem == name || stem.StartsWith(name + "-", StringComparison.Ordinal)))
            ?? throw new SrumException($"No lesson is called '{name}'. There are: "
                + $"{string.Join(", ", All().Select(Path.GetFileNameWithoutExtension))}.");
    }
}
