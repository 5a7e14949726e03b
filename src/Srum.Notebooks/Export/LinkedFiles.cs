using System.Text;
using Srum.Display;

namespace Srum.Notebooks.Export;

/// <summary>
/// Files of the repository that lessons link to: the book carries each as a page, so that its links hold on a machine
/// without the repository.
/// </summary>
/// <param name="root">The repository's folder; nothing outside it is carried.</param>
internal sealed class LinkedFiles(string root)
{
    private const int MostBytes = 400_000;

    private static readonly string[] Endings = [".cs", ".md", ".txt", ".json", ".js", ".csproj"];

    private readonly SortedDictionary<string, string> _pages = new(StringComparer.Ordinal);

    /// <summary>The pages so far: place in the book, and path in the repository.</summary>
    public IReadOnlyDictionary<string, string> Pages => _pages;

    /// <summary>The page for a file; null where it is missing, outside the repository, too large, or no text.</summary>
    /// <param name="file">Its full path.</param>
    public string? Page(string file)
    {
        var path = Path.GetRelativePath(root, file).Replace('\\', '/');
        if (path.StartsWith("..", StringComparison.Ordinal)
            || Path.IsPathRooted(path)
            || !Endings.Contains(Path.GetExtension(path))
            || !File.Exists(file)
            || new FileInfo(file).Length > MostBytes)
        {
            return null;
        }

        var page = $"files/{path.Replace('/', '-')}.html";
        _pages[page] = path;
        return page;
    }

    /// <summary>A carried file as HTML.</summary>
    public string Body(string path)
    {
        var text = File.ReadAllText(Path.Combine(root, path));
        var language = Path.GetExtension(path) == ".cs" ? "csharp" : null;
        return new StringBuilder("<p class=\"kicker\"><a href=\"../index.html\">All lessons</a></p>\n<h1 "
            + "class=\"file\">").Append(Html.Escape(path)).Append("</h1>\n")
            .Append(CodeHtml.Block(text.TrimStart('\uFEFF'), language, path)).ToString();
    }
}
