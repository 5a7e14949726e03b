using System.Text.Json.Nodes;
using Srum.Notebooks;

namespace Srum.Tests.Notebooks;

public class LessonProgramTests
{
    [Fact]
    public void A_program_of_somebody_elses_is_not_replaced()
    {
        var folder = Directory.CreateTempSubdirectory("srum-").FullName;
        try
        {
            var bytes = SmallNotebook.Of("1").With(new Dictionary<int, CellResult>(), key: null);
            var notebook = Notebook.Parse(Path.Combine(folder, "a.ipynb"), bytes);
            var path = LessonProgram.PathOf(notebook);
            LessonProgram.CheckTarget(notebook);
            Directory.CreateDirectory(Path.Combine(folder, "programs"));
            File.WriteAllText(path, LessonProgram.Of(notebook));
            LessonProgram.CheckTarget(notebook);
            File.WriteAllText(path, "Console.WriteLine();");
            Assert.Contains(path, Assert.Throws<SrumException>(() => LessonProgram.CheckTarget(notebook)).Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Usings_come_first_references_go_and_each_cells_last_expression_is_shown()
    {
        var program = Program(
            SmallNotebook.Prose("# small · Look\n\nSay `\"\"\"` twice."),
            SmallNotebook.Code("#r \"../artifacts/kit/Srum.dll\"\nusing Srum.Models;\nusing Srum.Display;"),
            SmallNotebook.Code("var quick = false;\nvar n = quick ? 1 : 2;", "parameters"),
            SmallNotebook.Code("foreach (var i in Enumerable.Range(0, n)) { display(i); }\nnew Chart { Title = "
                + "\"t\",\n    Series = [] }"));

        Assert.StartsWith("// What notebooks/small.ipynb shows", program);
        Assert.EndsWith(
            """""
            using Srum.Display;
            using Srum.Models;

            var page = LessonPage.Begin(args);
            void display(object value) => page.Show(value);

            page.Prose(""""
            # small · Look

            Say `"""` twice.
            """");

            page.Code();
            var quick = page.IsQuick;
            var n = quick ? 1 : 2;

            page.Code();
            foreach (var i in Enumerable.Range(0, n)) { display(i); }
            page.Show(new Chart { Title = "t",
                Series = [] });

            page.Write();

            """"",
            program);
    }

    [Theory]
    [InlineData("var a = 1;")]
    [InlineData("for (var i = 0; i < 2; i++) { }")]
    [InlineData("int Twice(int n) => 2 * n;")]
    public void A_cell_that_ends_in_a_statement_shows_nothing(string source)
    {
        var program = Program(SmallNotebook.Code(source));

        Assert.Contains(source, program);
        Assert.DoesNotContain("page.Show(", program);
        Assert.DoesNotContain("void display", program);
    }

    [Fact]
    public void Every_lessons_program_is_what_its_notebook_is_now() =>
        Assert.All(
            Lessons.Find([]).Select(Notebook.Read),
            lesson => Assert.True(LessonProgram.IsCurrent(lesson), $"{lesson.Name}: run 'srum notebooks programs'"));

    private static string Program(params JsonObject[] cells) => LessonProgram.Of(SmallNotebook.Of(cells));
}
