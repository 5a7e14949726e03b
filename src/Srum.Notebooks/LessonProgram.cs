using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Srum.Notebooks;

/// <summary>
/// A notebook as a file-based program (<c>dotnet run notebooks/programs/NAME.cs</c>) that shows the same without a
/// kernel. Cells are C# scripts: what differs is that usings come first, and that a cell's last expression is not shown
/// by itself.
/// </summary>
internal static class LessonProgram
{
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    private const string Made = "Made from it by 'srum notebooks programs': change the notebook.";

    /// <summary>Where a notebook's program stands: beside it in <c>programs/</c>.</summary>
    public static string PathOf(Notebook notebook) => Path.Combine(notebook.Folder, "programs", notebook.Name + ".cs");

    /// <summary>
    /// Whether a notebook's program is there and says what <see cref="Of"/> gives, whatever its line ends.
    /// </summary>
    public static bool IsCurrent(Notebook notebook) =>
        PathOf(notebook) is var path
            && File.Exists(path)
            && File.ReadAllText(path).ReplaceLineEndings("\n") == Of(notebook);

    /// <summary>
    /// Refuses the place of a notebook's program where a program stands that was not made from a notebook.
    /// </summary>
    /// <exception cref="SrumException">It does.</exception>
    public static void CheckTarget(Notebook notebook)
    {
        var path = PathOf(notebook);
        var heading = File.Exists(path) ? File.ReadLines(path).FirstOrDefault("") : Made;
        if (!heading.EndsWith(Made, StringComparison.Ordinal))
        {
            throw new SrumException(
                $"{path} was not made by 'srum notebooks programs', and would be lost. "
                + "Move it away, or rename the notebook.");
        }
    }

    /// <summary>The program's text.</summary>
    public static string Of(Notebook notebook)
    {
        var usings = new HashSet<string> { "using Srum.Display;" };
        var body = new StringBuilder();
        foreach (var cell in notebook.Cells)
        {
            if (cell.IsProse)
            {
                Prose(body, cell.Source);
            }
            else if (cell.IsCode)
            {
                Code(body, cell, usings);
            }
        }

        var display = body.ToString().Contains("display(", StringComparison.Ordinal)
            ? "void display(object value) => page.Show(value);\n"
            : "";
        return $"""
            // What notebooks/{notebook.Name}.ipynb shows, without a kernel. {Made}
            //   dotnet run notebooks/programs/{notebook.Name}.cs               writes artifacts/pages/{notebook.Name}.html
            //   dotnet run notebooks/programs/{notebook.Name}.cs -- --quick    the same with less of everything
            #:property PublishAot=false
            #:property Nullable=disable
            {string.Join('\n', usings.OrderBy(directive => directive.TrimEnd(';'), StringComparer.Ordinal))}

            var page = LessonPage.Begin(args);
            {display}{body}
            page.Write();

            """.ReplaceLineEndings("\n");
    }

    private static void Prose(StringBuilder body, string text)
    {
        var quotes = "\"\"\"";
        while (text.Contains(quotes, StringComparison.Ordinal))
        {
            quotes += '"';
        }

        body.Append($"\npage.Prose({quotes}\n{text}\n{quotes});\n");
    }

    private static void Code(StringBuilder body, NotebookCell cell, HashSet<string> usings)
    {
        var source = string.Join(
            '\n', cell.Source.Split('\n').Where(line => !line.StartsWith("#r ", StringComparison.Ordinal)));
        var root = (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(source, Script).GetRoot();
        usings.UnionWith(root.Usings.Select(directive => directive.ToString()));
        var code = source[(root.Usings.Count == 0 ? 0 : root.Usings.Span.End)..].Trim();
        if (root.Members.LastOrDefault()
            is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last })
        {
            var start = code.Length - (source.TrimEnd().Length - last.SpanStart);
            code = $"{code[..start]}page.Show({code[start..]});";
        }

        if (cell.Tags.Contains("parameters"))
        {
            code = code.Replace(NotebookRun.QuickLine, "var quick = page.IsQuick;", StringComparison.Ordinal);
        }

        if (code.Length > 0)
        {
            body.Append($"\npage.Code();\n{code}\n");
        }
    }
}
