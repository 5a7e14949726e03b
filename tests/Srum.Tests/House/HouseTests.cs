using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Srum.Notebooks;

namespace Srum.Tests.House;

/// <summary>The house's rules, held over every file as Noda Time's tests hold theirs.</summary>
public sealed class HouseTests
{
    private const int Widest = 120;
    private const int WidestOfLessons = 100;

    [Fact]
    public void A_file_has_one_type_and_its_name()
    {
        var faults = SourceFiles.Code.SelectMany(file => TypeFaults(file)).ToList();
        Assert.Empty(faults);
    }

    /// <summary>The algorithm on one page: short enough to be read at once.</summary>
    [Fact]
    public void The_page_that_holds_the_algorithm_has_at_most_150_lines()
    {
        var page = Assert.Single(SourceFiles.Code, file => file.Path == "docs/srum-on-one-page.cs");
        Assert.InRange(page.Text.TrimEnd().Split('\n').Length, 50, 150);
    }

    [Fact]
    public void No_line_of_code_is_wider_than_120_characters()
    {
        var faults = SourceFiles.Code.SelectMany(WideCode);
        Assert.Empty(faults);
    }

    [Fact]
    public void No_line_of_prose_is_wider_than_120_characters()
    {
        // A table's row and a picture cannot be broken.
        var faults = SourceFiles.Pages.SelectMany(file => Wide(file, Widest)
            .Where(line => !line.Text.TrimStart().StartsWith('|') && !line.Text.TrimStart().StartsWith('!')));
        Assert.Empty(faults.Select(line => $"{line.Path}:{line.Number}"));
    }

    [Fact]
    public void No_line_of_a_lessons_code_is_wider_than_100_characters()
    {
        var faults =
            from lesson in Lessons.Find([]).Select(Notebook.Read)
            from code in lesson.CodeCells.Select(cell => (Cell: cell.Number, Text: cell.Source))
                .Concat(ExerciseSolution.Of(lesson).Select(solution => (solution.Cell, Text: solution.Code)))
            from line in code.Text.Split('\n')
            where line.Length > WidestOfLessons
            select $"{lesson.Name}, cell {code.Cell}: {line}";
        Assert.Empty(faults);
    }

    [Fact]
    public void Private_fields_begin_with_a_small_letter_and_constants_with_a_large_one()
    {
        var faults = SourceFiles.Code.SelectMany(file => Root(file).DescendantNodes().OfType<FieldDeclarationSyntax>()
            .SelectMany(field => field.Declaration.Variables
                .Where(variable => !IsNamedWell(field, variable.Identifier.Text))
                .Select(variable => $"{file.Path}: {variable.Identifier.Text}")));
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("class A;\nclass B;", 1)]
    [InlineData("class Other;", 1)]
    [InlineData("class A { class Inner; }", 0)]
    [InlineData("class A<T>;", 0)]
    [InlineData("var x = 1;", 0)]
    public void Types_of_a_file_are_counted(string text, int faults) =>
        Assert.Equal(faults, TypeFaults(new SourceFile("src/A.cs", text)).Count());

    [Theory]
    [InlineData("var x = 1;", 0)]
    [InlineData("var x = 1; // {0}", 1)]
    [InlineData("var x = \"{0}\";", 1)]
    [InlineData("var x = @\"{0}\";", 0)]
    [InlineData("var x = \"\"\"{0}\"\"\";", 0)]
    public void Wide_lines_are_counted(string form, int faults)
    {
        var text = form.Replace("{0}", new string('a', Widest), StringComparison.Ordinal);
        Assert.Equal(faults, WideCode(new SourceFile("src/A.cs", text)).Count());
    }

    // A verbatim or raw literal is what it says: a break would be part of it.
    private static IEnumerable<string> WideCode(SourceFile file)
    {
        var wide = Wide(file, Widest).ToList();
        if (wide.Count == 0)
        {
            return [];
        }

        var text = SourceText.From(file.Text);
        var literal = Root(file).DescendantNodes()
            .Where(node => node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax)
            .Where(
                node => node.ToString() is ['@', ..] or ['$', '@', ..] or ['$', '$', ..] or ['$', '"', '"', '"', ..]
                    or ['"', '"', '"', ..])
            .SelectMany(node => Enumerable.Range(
                text.Lines.GetLinePosition(node.SpanStart).Line,
                text.Lines.GetLinePosition(node.Span.End).Line - text.Lines.GetLinePosition(node.SpanStart).Line + 1))
            .ToHashSet();
        return wide.Where(line => !literal.Contains(line.Number - 1))
            .Select(line => $"{file.Path}:{line.Number}: {line.Text.Trim()}");
    }

    private static IEnumerable<string> TypeFaults(SourceFile file)
    {
        var types = Root(file).DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Where(node => !((MemberDeclarationSyntax)node).Modifiers.Any(SyntaxKind.FileKeyword))
            .Select(node => node is DelegateDeclarationSyntax named
                ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)node).Identifier.Text)
            .ToList();
        if (types.Count > 1)
        {
            yield return $"{file.Path} has {string.Join(", ", types)}: one a file.";
        }
        else if (types.Count == 1 && types[0] != Path.GetFileNameWithoutExtension(file.Path))
        {
            yield return $"{file.Path} has {types[0]}: name the file after it.";
        }
    }

    private static bool IsNamedWell(FieldDeclarationSyntax field, string name) =>
        field.Modifiers.Any(SyntaxKind.ConstKeyword)
            || (field.Modifiers.Any(SyntaxKind.StaticKeyword) && field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
            || !field.Modifiers.Any(SyntaxKind.PrivateKeyword)
            ? name[0] != '_'
            : char.IsLower(name[0]);

    private static IEnumerable<(string Path, int Number, string Text)> Wide(SourceFile file, int most) =>
        file.Lines.Index().Where(line => line.Item.Length > most)
            .Select(line => (file.Path, line.Index + 1, line.Item));

    private static CompilationUnitSyntax Root(SourceFile file) =>
        CSharpSyntaxTree.ParseText(file.Text).GetCompilationUnitRoot();
}
