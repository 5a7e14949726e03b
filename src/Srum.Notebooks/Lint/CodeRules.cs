using System.Text.RegularExpressions;

namespace Srum.Notebooks.Lint;

/// <summary>What stands in code cells.</summary>
internal static partial class CodeRules
{
    /// <summary>The most lines of code in a cell, those apart that only import a namespace.</summary>
    public const int MostLines = 10;

    /// <summary>
    /// Only <c>#r</c>: other directives are unknown to one host or another, and mean nothing in a program.
    /// </summary>
    public static IEnumerable<LintFinding> Directives(Notebook notebook) =>
        from cell in notebook.CodeCells
        let line = Lines(cell)
            .FirstOrDefault(line => line.StartsWith('#') && !IsReference(line) && !PackageReference().IsMatch(line))
        where line is not null
        select new LintFinding(
            "directives", cell.Number, $"has the directive '{line}': only #r of the kit works in every host.");

    /// <summary>A restore in a cell downloads at run time, hundreds of megabytes for torch.</summary>
    public static IEnumerable<LintFinding> Packages(Notebook notebook) =>
        from cell in notebook.CodeCells
        where Lines(cell).Any(line => PackageReference().IsMatch(line))
        select new LintFinding(
            "packages", cell.Number, "restores a package: reference dlls of ../artifacts/kit instead.");

    /// <summary>Later references split an assembly's types in two, so all stand in the first code cell.</summary>
    public static IEnumerable<LintFinding> References(Notebook notebook)
    {
        var cells = notebook.CodeCells.Where(cell => Lines(cell).Any(IsReference)).ToList();
        if (cells.Count != 1 || cells[0] != notebook.CodeCells.First())
        {
            yield return new(
                "references", cells.LastOrDefault()?.Number,
                "#r lines must stand in the first code cell, and there alone.");
        }

        foreach (var cell in cells)
        {
            foreach (var line in Lines(cell)
                .Where(line => IsReference(line) && !PackageReference().IsMatch(line) && !KitReference().IsMatch(line)))
            {
                yield return new("references", cell.Number, $"{line} is no dll of ../artifacts/kit.");
            }
        }
    }

    /// <summary>What needs more lines is a well-named type of the library.</summary>
    public static IEnumerable<LintFinding> CellLength(Notebook notebook) =>
        from cell in notebook.CodeCells
        let lines = Lines(cell)
            .Count(line => line.Length > 0 && !line.StartsWith("using Srum.", StringComparison.Ordinal))
        where lines > MostLines
        select new LintFinding(
            "cell-length", cell.Number,
            $"has {lines} lines, more than {MostLines}: move the logic into the library.");

    /// <summary>The one place where <c>quick</c> is set.</summary>
    public static IEnumerable<LintFinding> Parameters(Notebook notebook)
    {
        var cells = notebook.CodeCells.Where(cell => cell.Tags.Contains("parameters")).ToList();
        if (cells.Count != 1 || !Lines(cells[0]).Contains(NotebookRun.QuickLine))
        {
            yield return new(
                "parameters", cells.LastOrDefault()?.Number,
                $"one cell must be tagged parameters and hold the line '{NotebookRun.QuickLine}'.");
        }
    }

    private static IEnumerable<string> Lines(NotebookCell cell) => cell.Source.Split('\n').Select(line => line.Trim());

    private static bool IsReference(string line) => line.StartsWith("#r ", StringComparison.Ordinal);

    [GeneratedRegex(@"^#(r\s+""\s*nuget:|i\s)", RegexOptions.IgnoreCase)]
    private static partial Regex PackageReference();

    [GeneratedRegex(@"^#r ""\.\./artifacts/kit/[^""/\\]+\.dll""$")]
    private static partial Regex KitReference();
}
