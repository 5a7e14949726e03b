using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Srum.Files;

namespace Srum.Display;

/// <summary>
/// The page that a lesson's program writes: its prose, its code, and what the code shows, as a notebook would. One page
/// a process: the working folder becomes the notebooks', where a lesson's paths start.
/// </summary>
public sealed class LessonPage
{
    private static readonly MarkdownPipeline Markdown =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build();

    private readonly string[] lines;
    private readonly StringBuilder body = new();

    private LessonPage(string program, bool isQuick) =>
        (Name, IsQuick, lines) = (Path.GetFileNameWithoutExtension(program), isQuick, File.ReadAllLines(program));

    /// <summary>The lesson's name, such as <c>03-judge</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the program was asked for a short run (<c>--quick</c>).</summary>
    public bool IsQuick { get; }

    /// <summary>Begins a page.</summary>
    /// <param name="arguments">The program's arguments: none, or <c>--quick</c>.</param>
    /// <param name="program">
    /// The program's source file, in <c>notebooks/programs</c>; filled in by the compiler.
    /// </param>
    /// <exception cref="SrumException">Another argument.</exception>
    public static LessonPage Begin(string[] arguments, [CallerFilePath] string program = "")
    {
        if (arguments is not ([] or ["--quick"]))
        {
            throw new SrumException($"A lesson's program takes --quick or nothing, not {string.Join(' ', arguments)}.");
        }

        Directory.SetCurrentDirectory(Path.Combine(Path.GetDirectoryName(program)!, ".."));
        return new LessonPage(program, arguments.Length > 0);
    }

    /// <summary>Adds prose.</summary>
    /// <param name="markdown">The lesson's own text; HTML in it stays HTML.</param>
    public void Prose(string markdown)
    {
        var document = Markdig.Markdown.Parse(markdown, Markdown);
        foreach (var link in document.Descendants<LinkInline>().Where(
            link => link.Url?.StartsWith("../", StringComparison.Ordinal) == true))
        {
            link.Url = "../" + link.Url;
        }

        body.Append(document.ToHtml(Markdown));
    }

    /// <summary>Adds the program's lines from here to the next part of the page.</summary>
    /// <param name="line">The line of this call; filled in by the compiler.</param>
    public void Code([CallerLineNumber] int line = 0)
    {
        var code = lines.Skip(line).TakeWhile(text => !text.StartsWith("page.Prose(", StringComparison.Ordinal)
            && !text.StartsWith("page.Code(", StringComparison.Ordinal)
            && !text.StartsWith("page.Write(", StringComparison.Ordinal));
        body.Append("<pre class=\"card\"><code>").Append(Lines(string.Join('\n', code).Trim('\n')))
            .Append("</code></pre>\n");
    }

    /// <summary>
    /// Adds what a value looks like: what the library knows as its view, all else as text; null shows nothing.
    /// </summary>
    /// <param name="value">The value.</param>
    public void Show(object? value)
    {
        if (View.Of(value) is { } view)
        {
            body.Append("<div class=\"shown\">").Append(view.ToHtml()).Append("</div>\n");
        }
        else if (value is not null)
        {
            body.Append("<pre class=\"shown\">")
                .Append(Lines(Convert.ToString(value, CultureInfo.InvariantCulture)))
                .Append("</pre>\n");
        }
    }

    /// <summary>The whole page.</summary>
    public string ToHtml() =>
        HtmlDocument.Of(
            Name,
            $"<style>{ReportStyle.Css} .shown {{ margin: 0 0 18px; overflow-x: auto; white-space: pre-wrap; }} "
            + ".shown > * { white-space: normal; } table { font-size: 13px; }</style>\n",
            $"<main>\n{body}</main>\n");

    /// <summary>Writes the page to <c>artifacts/pages/NAME.html</c> and says so.</summary>
    /// <exception cref="SrumException">It cannot be written.</exception>
    public void Write()
    {
        var folder = Directory.CreateDirectory("../artifacts/pages").FullName;
        AtomicFile.Write(Path.Combine(folder, Name + ".html"), Encoding.UTF8.GetBytes(ToHtml()));
        Console.WriteLine($"artifacts/pages/{Name}.html");
    }

    // Escaped, but with its line ends as they are: a page's source is read too.
    private static string Lines(string? text) => Html.Escape(text).Replace("&#xA;", "\n", StringComparison.Ordinal);
}
