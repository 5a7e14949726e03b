namespace Srum.Notebooks.Lint;

/// <summary>What a run does not show: rules that keep a lesson readable, small and the same in every host.</summary>
internal static class Linter
{
    private static readonly Func<Notebook, IEnumerable<LintFinding>>[] Rules =
    [
        FormatRules.Format,
        FormatRules.Kernelspec,
        FormatRules.CellMetadata,
        FormatRules.Size,
        CodeRules.Directives,
        CodeRules.Packages,
        CodeRules.References,
        CodeRules.CellLength,
        CodeRules.Parameters,
        TextRules.RelativePaths,
        TextRules.Links,
        TextRules.Skeleton,
        SolutionRules.Numbers,
        SolutionRules.Length,
        OutputRules.StoredError,
        OutputRules.Machine,
    ];

    /// <summary>Every rule that the notebook breaks, in the rules' order.</summary>
    public static IReadOnlyList<LintFinding> Check(Notebook notebook) => [.. Rules.SelectMany(rule => rule(notebook))];
}
