namespace Srum.Notebooks.Lint;

/// <summary>A rule that a notebook breaks.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Cell">Number of the cell; null = the notebook as a whole.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record LintFinding(string Rule, int? Cell, string Message)
{
    public override string ToString() => $"{(Cell is { } number ? $"cell {number}: " : "")}{Message} [{Rule}]";
}
