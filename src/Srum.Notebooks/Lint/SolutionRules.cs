namespace Srum.Notebooks.Lint;

/// <summary>What stands behind the exercises.</summary>
internal static class SolutionRules
{
    /// <summary>Every exercise has a solution of its number: the two lists are written far apart.</summary>
    public static IEnumerable<LintFinding> Numbers(Notebook notebook) =>
        from cell in notebook.Cells
        where cell.IsProse
        let solutions = ExerciseSolution.Numbers(cell)
        where solutions.Count > 0 && !solutions.SequenceEqual(ExerciseSolution.Exercises(cell))
        select new LintFinding(
            "solutions", cell.Number,
            $"has solutions {string.Join(", ", solutions)} for exercises "
                + $"{string.Join(", ", ExerciseSolution.Exercises(cell))}: give each exercise one, in their order.");

    /// <summary>A solution is a cell's worth of code, as the lesson's cells are.</summary>
    public static IEnumerable<LintFinding> Length(Notebook notebook) =>
        from solution in ExerciseSolution.Of(notebook)
        let lines = solution.Code.Split('\n').Count(line => line.Trim().Length > 0)
        where lines > CodeRules.MostLines
        select new LintFinding(
            "solutions", solution.Cell,
            $"solves exercise {solution.Exercise} in {lines} lines, more than {CodeRules.MostLines}: shorten it, or "
                + "move logic into the library.");
}
