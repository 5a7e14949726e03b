using System.Text;
using Srum.Charts;
using Srum.Display;
using Srum.Files;

namespace Srum.Notebooks.Export;

/// <summary>
/// Notebooks as an offline web book: a folder of plain pages made from stored outputs, which needs no server, no
/// network and no kernel. A table of contents on every page, charts that answer the pointer, a style for paper.
/// </summary>
internal sealed class WebBook
{
    private readonly List<Lesson> _lessons = [];
    private readonly LinkedFiles _files;

    /// <param name="notebooks">The chapters, in order.</param>
    /// <param name="root">The repository's folder, for files that lessons link to.</param>
    public WebBook(IReadOnlyList<Notebook> notebooks, string root)
    {
        _files = new LinkedFiles(root);
        var names = notebooks.Select(notebook => notebook.Name).ToHashSet(StringComparer.Ordinal);
        _lessons.AddRange(notebooks.Select(notebook => Lesson.Of(notebook, url => Place(notebook, names, url))));
    }

    public IReadOnlyList<Lesson> Lessons => _lessons;

    /// <summary>Writes the book; pages of a former export are replaced, other files of the folder stay.</summary>
    /// <param name="folder">The folder, made and marked where it is missing.</param>
    /// <returns>What was written: number of files and their bytes.</returns>
    /// <exception cref="SrumException">It holds pages of another site, or cannot be written.</exception>
    public (int Files, long Bytes) Write(string folder)
    {
        (string Name, string Text)[] pages = [.. Pages()];
        FolderMark.Claim(folder, "web book", [.. pages.Select(page => page.Name)]);
        var (files, bytes) = (0, 0L);
        foreach (var (name, text) in pages)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var content = Encoding.UTF8.GetBytes(text);
            AtomicFile.Write(path, content);
            (files, bytes) = (files + 1, bytes + content.Length);
        }

        return (files, bytes);
    }

    /// <summary>Every file of the book: its path in it, and its text.</summary>
    public IEnumerable<(string Name, string Text)> Pages()
    {
        yield return ("index.html", new BookPage("SRUM, step by step", Index()).ToHtml("", charts: false));
        for (var i = 0; i < _lessons.Count; i++)
        {
            var page = new BookPage(_lessons[i].Title, Chapter(i), Contents(i));
            yield return (_lessons[i].File, page.ToHtml("", HasCharts(_lessons[i])));
        }

        foreach (var (page, path) in _files.Pages)
        {
            yield return (page, new BookPage(path, _files.Body(path)).ToHtml("../", charts: false));
        }

        using var style = new StreamReader(
            typeof(WebBook).Assembly.GetManifestResourceStream("Srum.Notebooks.book.css")!);
        yield return ("book.css", style.ReadToEnd());
        if (_lessons.Any(HasCharts))
        {
            yield return ("charts.js", PlotlyScript.Code());
        }
    }

    private static bool HasCharts(Lesson lesson) =>
        lesson.Body.Contains("class=\"srum-chart\"", StringComparison.Ordinal);

    private string? Place(Notebook notebook, HashSet<string> names, string url)
    {
        if (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return url;
        }

        var path = url.Split('#', '?')[0];
        if (path.Length == 0 || path.Contains(':', StringComparison.Ordinal))
        {
            return null;
        }

        var file = Path.GetFullPath(Path.Combine(notebook.Folder, Uri.UnescapeDataString(path)));
        return Path.GetExtension(file) == ".ipynb"
            ? names.Contains(Path.GetFileNameWithoutExtension(file))
                ? Path.GetFileNameWithoutExtension(file) + ".html"
                : null
            : _files.Page(file);
    }

    private string Index()
    {
        var html = new StringBuilder(
            "<header class=\"cover\">\n<p class=\"kicker\">SrumNotebooks</p>\n<h1>SRUM, step by step</h1>\n")
            .Append("<p>A model that can both draw and look can teach itself to draw better: it draws, judges its own "
                + "pictures region by region, and learns most from what it found right. ")
            .Append("These lessons build that method from its parts and run it, on a model small enough for two "
                + "processor cores. ")
            .Append("The pages hold what the notebooks showed when they last ran; nothing here needs a "
                + "network.</p>\n</header>\n<ol class=\"lessons\">\n");
        foreach (var lesson in _lessons)
        {
            html.Append($"<li>\n<h2><a href=\"{Html.Escape(lesson.File)}\">{Html.Escape(lesson.Title)}</a></h2>\n");
            foreach (var (paragraph, style) in lesson.Opening.Zip((string[])["facts", "about"]))
            {
                html.Append($"<div class=\"{style}\">{paragraph}</div>\n");
            }

            html.Append(Links(lesson, lesson.File)).Append("</li>\n");
        }

        return html.Append("</ol>\n").ToString();
    }

    private string Chapter(int index)
    {
        var html = new StringBuilder("<p class=\"kicker\"><a href=\"index.html\">All lessons</a></p>\n")
            .Append(_lessons[index].Body)
            .Append("<div class=\"turn\">\n");
        if (index > 0)
        {
            html.Append($"<a rel=\"prev\" href=\"{Html.Escape(_lessons[index - 1].File)}\">← "
                + $"{Html.Escape(_lessons[index - 1].Title)}</a>\n");
        }

        if (index < _lessons.Count - 1)
        {
            html.Append($"<a rel=\"next\" href=\"{Html.Escape(_lessons[index + 1].File)}\">{Html.Escape(_lessons[index + 1].Title)} →</a>\n");
        }

        return html.Append("</div>\n").ToString();
    }

    private string Contents(int open)
    {
        var html = new StringBuilder("<p class=\"kicker\"><a href=\"index.html\">SRUM, step by step</a></p>\n<ol>\n");
        for (var i = 0; i < _lessons.Count; i++)
        {
            html.Append($"<li><a href=\"{Html.Escape(_lessons[i].File)}\"{(i == open ? " aria-current=\"page\"" : "")}>{Html.Escape(_lessons[i].Title)}</a>");
            html.Append(i == open ? "\n" + Links(_lessons[i], "") : "").Append("</li>\n");
        }

        return html.Append("</ol>\n").ToString();
    }

    private static string Links(Lesson lesson, string page)
    {
        var links = string.Concat(lesson.Sections.Where(section => section.Level == 2)
            .Select(
                section =>
                    $"<li><a href=\"{Html.Escape(page)}#{section.Id}\">{Html.Escape(section.Title)}</a></li>\n"));
        return links.Length == 0 ? "" : $"<ul>\n{links}</ul>\n";
    }
}
