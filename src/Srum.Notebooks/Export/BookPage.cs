using System.Text;
using Srum.Display;

namespace Srum.Notebooks.Export;

/// <summary>
/// The frame that all pages of the book share: its own files alone may be loaded, whatever stands inside.
/// </summary>
/// <param name="Title">What the browser's tab says.</param>
/// <param name="Body">The page's main part as HTML.</param>
/// <param name="Contents">The table of contents as HTML; empty = none.</param>
internal sealed record BookPage(string Title, string Body, string Contents = "")
{
    /// <summary>What a page may load: the book's own files; nothing may ask the network.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data: "
            + "blob:; base-uri 'none'; form-action 'none'";

    /// <param name="top">From the page to the book's folder: empty, or <c>../</c>.</param>
    /// <param name="charts">The page draws charts: it loads <c>charts.js</c>.</param>
    public string ToHtml(string top, bool charts)
    {
        var html = new StringBuilder("<a class=\"skip\" href=\"#main\">To the text</a>\n");
        if (Contents.Length > 0)
        {
            html.Append($"<a class=\"jump\" href=\"#contents\">Contents</a>\n");
        }

        html.Append($"<main id=\"main\">\n{Body}</main>\n");
        if (Contents.Length > 0)
        {
            html.Append($"<nav id=\"contents\" aria-label=\"Contents\">\n{Contents}</nav>\n");
        }

        html.Append(charts ? $"<script src=\"{top}charts.js\"></script>\n" : "");
        return HtmlDocument.Of(
            Title,
            "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n"
            + $"<link rel=\"stylesheet\" href=\"{top}book.css\">\n",
            html.ToString(), Policy);
    }
}
