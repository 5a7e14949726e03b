using System.Text.RegularExpressions;

namespace Srum.Notebooks.Lint;

/// <summary>Paths, links and the parts that every lesson has.</summary>
internal static partial class TextRules
{
    /// <summary>A lesson must run wherever the clone stands: its paths start at its own folder.</summary>
    public static IEnumerable<LintFinding> RelativePaths(Notebook notebook) =>
        from cell in notebook.Cells
        let match = (cell.IsCode ? AbsolutePath() : AbsoluteLink()).Match(cell.Source)
        where match.Success
        select new LintFinding(
            "relative-paths", cell.Number,
            $"has the absolute path {match.Groups[1].Value}: write it from the notebook's folder.");

    /// <summary>A link into the repository leads somewhere.</summary>
    public static IEnumerable<LintFinding> Links(Notebook notebook) =>
        from cell in notebook.Cells
        where cell.IsProse
        from path in RelativeLinks(cell)
        where !Path.Exists(Path.Combine(notebook.Folder, path))
        select new LintFinding("links", cell.Number, $"links to {path}, which is not there.");

    /// <summary>Number, verb, minutes, memory and seed first; Summary and Exercises last.</summary>
    public static IEnumerable<LintFinding> Skeleton(Notebook notebook)
    {
        var number = notebook.Name.Split('-')[0];
        var first = notebook.Cells.FirstOrDefault(cell => cell.IsProse)?.Source ?? "";
        if (!first.StartsWith($"# {number} · ", StringComparison.Ordinal) || !Requirements().IsMatch(first))
        {
            yield return new(
                "skeleton", 1,
                $"the first cell must begin with '# {number} · Verb …' and name minutes, memory and seed.");
        }

        var prose = string.Join('\n', notebook.Cells.Where(cell => cell.IsProse).Select(cell => cell.Source));
        foreach (var part in (string[])["Summary", "Exercises"])
        {
            if (!prose.Contains(part, StringComparison.Ordinal))
            {
                yield return new("skeleton", null, $"has no {part}.");
            }
        }
    }

    /// <summary>The links of a cell's prose that stay inside the repository, without their anchors.</summary>
    public static IEnumerable<string> RelativeLinks(NotebookCell cell) =>
        Link().Matches(cell.Source).Select(match => match.Groups[1].Value).Where(
            path => !path.Contains(':', StringComparison.Ordinal) && !path.StartsWith('/') && !path.StartsWith('~'));

    [GeneratedRegex("""
        "((?:/|~/|[A-Za-z]:[\\/]|\\\\|file:)[^"\n]*)"
        """)]
    private static partial Regex AbsolutePath();

    [GeneratedRegex(@"\]\(((?:/|~/|[A-Za-z]:[\\/]|file:)[^)\n]*)\)")]
    private static partial Regex AbsoluteLink();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\bminutes?\b.*\bmemory\b.*\bseeds?\b", RegexOptions.Singleline)]
    private static partial Regex Requirements();
}
