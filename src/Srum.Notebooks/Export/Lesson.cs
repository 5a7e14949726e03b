using System.Text;
using Srum.Display;

namespace Srum.Notebooks.Export;

/// <summary>A notebook as a chapter of the book: its text, and what other pages say about it.</summary>
internal sealed class Lesson
{
    private Lesson(
        string name, string title, string body, IReadOnlyList<Section> sections, IReadOnlyList<string> opening,
        bool hasOutputs) =>
        (Name, Title, Body, Sections, Opening, HasOutputs) = (name, title, body, sections, opening, hasOutputs);

    /// <summary>The file's name without ending.</summary>
    public string Name { get; }

    public string File => Name + ".html";

    public string Title { get; }

    /// <summary>The cells as HTML.</summary>
    public string Body { get; }

    public IReadOnlyList<Section> Sections { get; }

    /// <summary>The paragraphs of the first cell as HTML: time, memory and seed; what it is about; and so on.</summary>
    public IReadOnlyList<string> Opening { get; }

    /// <summary>Some cell has a stored output; without any the chapter is text and code alone.</summary>
    public bool HasOutputs { get; }

    /// <param name="notebook">The notebook with its stored outputs.</param>
    /// <param name="link">Where an address of its prose leads in the book; null = nowhere.</param>
    public static Lesson Of(Notebook notebook, Func<string, string?> link)
    {
        var prose = new Prose(link);
        var hasOutputs = notebook.CodeCells.Any(cell => cell.Outputs.Count > 0);
        var body = new StringBuilder();
        if (!hasOutputs)
        {
            body.Append("<p class=\"note\">No outputs are stored in this lesson: run it (<code>srum notebooks run ")
                .Append(Html.Escape(notebook.Name))
                .Append("</code>), then export again.</p>\n");
        }

        foreach (var cell in notebook.Cells)
        {
            body.Append(
                cell.IsCode
                    ? Code(cell)
                    : cell.IsProse
                    ? $"<div class=\"prose\">{prose.ToHtml(cell.Source)}</div>\n"
                    : "");
        }

        var first = notebook.Cells.FirstOrDefault(cell => cell.IsProse)?.Source ?? "";
        return new Lesson(
            notebook.Name, Prose.Title(first) ?? notebook.Name, body.ToString(), prose.Sections,
            Prose.Paragraphs(first), hasOutputs);
    }

    // What only loads the kit is folded away: a reader of the book comes for the lesson.
    private static string Code(NotebookCell cell)
    {
        var code = CodeHtml.Block(cell.Source, "csharp", $"Code of cell {cell.Number}");
        var isSetUp = cell.Source.Split('\n').All(
            line => line.StartsWith("#r ", StringComparison.Ordinal)
                || line.StartsWith("using ", StringComparison.Ordinal)
                || line.Length == 0);
        return $"<div class=\"cell\">{(isSetUp ? $"<details><summary>What the lesson loads</summary>{code}</details>\n" : code)}{CellOutputs.ToHtml(cell.Outputs, cell.Number)}</div>\n";
    }
}
