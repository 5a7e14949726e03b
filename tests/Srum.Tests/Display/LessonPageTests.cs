using Srum.Display;

namespace Srum.Tests.Display;

/// <summary>A page moves the whole process into the folder of the notebooks.</summary>
[Collection(nameof(Alone))]
public sealed class LessonPageTests : IDisposable
{
    private const string Program = "var page = LessonPage.Begin(args);\n\npage.Code();\nvar a = 1 < "
        + "2;\npage.Show(a);\n\npage.Write();\n";

    private readonly string folder = Directory.GetCurrentDirectory();
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("srum-page");

    public void Dispose()
    {
        Directory.SetCurrentDirectory(folder);
        root.Delete(recursive: true);
    }

    [Fact]
    public void A_page_shows_prose_code_views_and_texts_in_their_order_and_escapes_what_is_no_view()
    {
        var page = Begin();
        page.Prose("# Title\n\n[source](../src/A.cs) and <details>x</details>");
        page.Code(line: 3);
        page.Show(new FactTable(["a"], [["<b>"]]));
        page.Show("<script>");
        page.Show(1.5);
        page.Show(null);
        page.Write();

        var html = File.ReadAllText(Path.Combine(root.FullName, "artifacts", "pages", "03-judge.html"));
        string[] parts =
        [
            "<h1>Title</h1>",
            "href=\"../../src/A.cs\"",
            "<details>x</details>",
            "var a = 1 &lt; 2;\npage.Show(a);</code>",
            "&lt;b&gt;",
            "&lt;script&gt;",
            ">1.5</pre>",
        ];
        var places = parts.Select(part => html.IndexOf(part, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain("page.Write", html);
        Assert.DoesNotContain("<script>", html);
    }

    [Fact]
    public void Its_paths_start_where_the_notebooks_do_and_quick_is_asked_for()
    {
        Assert.True(Begin("--quick").IsQuick);
        Assert.False(Begin().IsQuick);
        Assert.Equal("notebooks", Path.GetFileName(Directory.GetCurrentDirectory()));
        Assert.Contains("--fast", Assert.Throws<SrumException>(() => Begin("--fast")).Message);
    }

    private LessonPage Begin(params string[] arguments)
    {
        var program = Path.Combine(root.FullName, "notebooks", "programs", "03-judge.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, Program);
        return LessonPage.Begin(arguments, program);
    }
}
