using Markdig;
using Markdig.Syntax;

namespace Srum.Notebooks;

/// <summary>The code of an exercise's folded solution.</summary>
/// <param name="Cell">Number of the cell that it stands in.</param>
/// <param name="Exercise">Number of its exercise.</param>
/// <param name="Code">
/// C# that runs in a cell of its own after the lesson's cells and the solutions before it. Where it ends in a yes or
/// no, that is whether what the solution claims holds.
/// </param>
internal sealed record ExerciseSolution(int Cell, int Exercise, string Code)
{
    private const string Opening = "<summary>Solutions</summary>";

    /// <summary>
    /// The lesson's solutions that have code, in their order; one of several blocks counts as several.
    /// </summary>
    public static IReadOnlyList<ExerciseSolution> Of(Notebook notebook) =>
    [
        .. from cell in notebook.Cells
           where cell.IsProse
           from item in Items(cell)
           from block in item.Descendants<FencedCodeBlock>()
           where block.Info == "csharp"
           select new ExerciseSolution(cell.Number, item.Order, block.Lines.ToString()),
    ];

    /// <summary>The numbers of a cell's exercises.</summary>
    public static IReadOnlyList<int> Exercises(NotebookCell cell) =>
        [.. Items(Markdown.Parse(cell.Source).TakeWhile(block => !IsOpening(block))).Select(item => item.Order)];

    /// <summary>The numbers of a cell's solutions, with code or without.</summary>
    public static IReadOnlyList<int> Numbers(NotebookCell cell) => [.. Items(cell).Select(item => item.Order)];

    private static IEnumerable<ListItemBlock> Items(NotebookCell cell) =>
        Items(Markdown.Parse(cell.Source).SkipWhile(block => !IsOpening(block)));

    private static IEnumerable<ListItemBlock> Items(IEnumerable<Block> blocks) =>
        blocks.OfType<ListBlock>().Where(list => list.IsOrdered).SelectMany(list => list.OfType<ListItemBlock>());

    private static bool IsOpening(Block block) =>
        block is HtmlBlock html && html.Lines.ToString().Contains(Opening, StringComparison.Ordinal);
}
