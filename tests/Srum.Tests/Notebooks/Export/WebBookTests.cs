using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Srum.Charts;
using Srum.Display;
using Srum.Notebooks;
using Srum.Notebooks.Export;
using Srum.Tests.Display;

namespace Srum.Tests.Notebooks.Export;

public class WebBookTests
{
    [Fact]
    public void A_lesson_becomes_the_page_that_was_looked_at()
    {
        var pages = new WebBook(
            [Lesson("00-first", "# 00 · First\n\n*1 minute · seed 7*\n\nWhat it is about. See [the "
                + "second](01-second.ipynb).", Stream("stdout", "a <b>\n")), Lesson(
                "01-second", "# 01 · Second\n\n*2 minutes*\n\nMore.\n\n## A part")],
            Path.GetTempPath()).Pages().ToDictionary(page => page.Name, page => page.Text);

        Golden.Same(pages["index.html"] + pages["00-first.html"], "../../golden/book.html");
        Assert.Equal(
            ["00-first.html", "01-second.html", "book.css", "index.html"], pages.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void A_hostile_text_is_text_wherever_it_comes_from(string hostile)
    {
        var code = SmallNotebook.Code($"var prompt = \"{hostile}\";");
        code["outputs"] = new JsonArray(
            Stream("stdout", hostile),
            Stream("stderr", hostile), Data("text/plain", hostile), Data("image/png", hostile),
            Data("text/html", new PictureGrid([new GridPicture(new(1, 1, [1, 2, 3]), hostile, 1)]).ToHtml()),
            new JsonObject { ["output_type"] = "error", ["ename"] = hostile, ["evalue"] = hostile, ["traceback"] =
                new JsonArray() });
        var page = Page(SmallNotebook.Prose($"# {hostile}\n\n## {hostile}\n\n{hostile}"), code);

        // What is left when all that the book writes of itself is taken away holds no element of the text's.
        Assert.DoesNotMatch("(?i)<(script|iframe|b|svg)[ />]", page);
        Assert.DoesNotMatch("(?i)<[^>]*(onerror|onload)\\s*=[^>]*>", Regex.Replace(page, "\"[^\"]*\"", "\"\""));
    }

    public static TheoryData<string> HostileTexts => new(HostileText.All);

    [Fact]
    public void Charts_draw_from_a_file_of_the_book_and_only_where_there_are_some()
    {
        var chart = new InteractiveChart(new Chart { Title = "loss", Series = [new("sft", [1, 2], [3, 1])] }).ToHtml();
        var book = new WebBook(
            [Lesson("00-chart", "# A", Data("text/html", chart)), Lesson("01-plain", "# B", Stream("stdout", "1"))],
            Path.GetTempPath());
        var pages = book.Pages().ToDictionary(page => page.Name, page => page.Text);

        Assert.Contains("<script src=\"charts.js\">", pages["00-chart.html"]);
        Assert.DoesNotContain("charts.js", pages["01-plain.html"]);
        Assert.Contains("srumCharts", pages["charts.js"]);
    }

    [Fact]
    public void Every_page_forbids_the_network_and_each_of_its_links_holds()
    {
        var root = Repository.Root;
        var book = new WebBook([.. Lessons.Find([]).Select(Notebook.Read)], root).Pages()
            .Where(page => page.Name.EndsWith(".html", StringComparison.Ordinal))
            .ToDictionary(page => page.Name, page => page.Text);

        foreach (var (name, text) in book)
        {
            Assert.Contains("default-src 'none'", text);
            Assert.DoesNotMatch("<(img|script|link|iframe)[^>]*(src|href)=\"(https?:)?//", text);
            foreach (Match link in Regex.Matches(text, "<a [^>]*href=\"(?!https?:)([^\"]*)\""))
            {
                var (page, part) = (link.Groups[1].Value.Split('#')[0],
                    link.Groups[1].Value.Split('#').ElementAtOrDefault(1));
                var target = page.Length == 0
                    ? name
                    : Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(name)!, page)))
                        .Replace('\\', '/');
                Assert.True(book.ContainsKey(target), $"{name} links to {target}");
                Assert.True(
                    part is null || book[target].Contains($"id=\"{part}\"", StringComparison.Ordinal),
                    $"{name} links to {link.Groups[1].Value}");
            }
        }

        // Lessons link to the files that their cells call: a book without them would lose every such link.
        Assert.Contains("files/src-Srum-Maps-RewardMap.cs.html", book.Keys);
    }

    [Fact]
    public void No_file_from_outside_the_repository_enters_the_book()
    {
        var root = Directory.CreateTempSubdirectory().FullName;
        var outside = Path.Combine(Path.GetDirectoryName(root)!, Path.GetFileName(root) + ".txt");
        File.WriteAllText(outside, "secret");
        try
        {
            var files = new LinkedFiles(root);
            Assert.Null(files.Page(outside));
            Assert.Null(files.Page(Path.Combine(root, "missing.cs")));
            Assert.Empty(files.Pages);
        }
        finally
        {
            File.Delete(outside);
            Directory.Delete(root);
        }
    }

    [Fact]
    public void A_second_export_replaces_the_pages_of_the_first()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            new WebBook([Lesson("00-first", "# Old")], folder).Write(folder);
            var (files, bytes) = new WebBook([Lesson("00-first", "# New")], folder).Write(folder);

            Assert.Contains("New", File.ReadAllText(Path.Combine(folder, "00-first.html")));
            var pages = Directory.GetFiles(folder).Where(file => Path.GetFileName(file) != ".srum").ToList();
            Assert.Equal(pages.Count, files);
            Assert.Equal(pages.Sum(file => new FileInfo(file).Length), bytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("index.html")]
    [InlineData("00-first.html")]
    public void A_page_of_another_site_is_not_replaced(string name)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            new WebBook([Lesson("01-other", "# Other")], folder).Write(Path.Combine(folder, "book"));
            var site = name == "index.html" ? folder : Path.Combine(folder, "book");
            File.WriteAllText(Path.Combine(site, name), "mine");

            var book = new WebBook([Lesson("00-first", "# New")], folder);
            var refused = Assert.Throws<SrumException>(() => book.Write(site));
            Assert.Contains($"'{name}'", refused.Message);
            Assert.Equal("mine", File.ReadAllText(Path.Combine(site, name)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static Notebook Lesson(string name, string prose, params JsonObject[] outputs)
    {
        var code = SmallNotebook.Code("1 + 1");
        code["outputs"] = new JsonArray([.. outputs]);
        var json = SmallNotebook.Json(SmallNotebook.Prose(prose), code);
        return Notebook.Parse(
            Path.Combine(Path.GetTempPath(), name + ".ipynb"), System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    internal static JsonObject Data(string type, string value) => new()
    {
        ["output_type"] = "display_data",
        ["data"] = new JsonObject { [type] = value },
        ["metadata"] = new JsonObject(),
    };

    private static JsonObject Stream(string name, string text) =>
        new() { ["output_type"] = "stream", ["name"] = name, ["text"] = text };

    private static string Page(params JsonObject[] cells) =>
        new WebBook([SmallNotebook.Of(cells)], Path.GetTempPath()).Pages()
            .Single(page => page.Name == "small.html").Text;
}
