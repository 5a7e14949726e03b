using Markdig;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Srum.Notebooks.Export;

/// <summary>
/// A lesson's prose as HTML. Markdown is Markdig's; HTML in it passes <see cref="AllowedHtml"/>; links go where the
/// book says; pictures that the book does not hold are links.
/// </summary>
/// <param name="link">
/// Where an address of the prose leads in the book; null = nowhere: its text stands without a link.
/// </param>
internal sealed class Prose(Func<string, string?> link)
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private readonly List<Section> _sections = [];

    /// <summary>The headings of all prose so far, in order.</summary>
    public IReadOnlyList<Section> Sections => _sections;

    /// <summary>One cell's prose.</summary>
    public string ToHtml(string markdown) => Render(Markdown.Parse(markdown, Pipeline));

    /// <summary>
    /// The blocks of one cell's prose as HTML each, with headings left out: the first is a lesson's facts, the second
    /// its promise.
    /// </summary>
    public static IReadOnlyList<string> Paragraphs(string markdown) =>
        [
            .. Markdown.Parse(markdown, Pipeline).OfType<ParagraphBlock>()
                .Select(paragraph => new Prose(_ => null).Lines(paragraph)),
        ];

    /// <summary>The words of a heading or paragraph.</summary>
    public static string Words(LeafBlock block) =>
        string.Concat(block.Inline?.Descendants<Inline>().Select(Word) ?? []);

    /// <summary>A cell's first heading; null where it has none.</summary>
    public static string? Title(string markdown) =>
        Markdown.Parse(markdown, Pipeline).OfType<HeadingBlock>().FirstOrDefault() is { } heading
            ? Words(heading)
            : null;

    private static string Word(Inline inline) => inline switch
    {
        LiteralInline text => text.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => " ",
        _ => "",
    };

    private string Lines(ParagraphBlock paragraph)
    {
        Redirect(paragraph.Inline!);
        return Render(paragraph);
    }

    private string Render(MarkdownObject of)
    {
        if (of is MarkdownDocument document)
        {
            Redirect(document);
            foreach (var heading in document.Descendants<HeadingBlock>())
            {
                _sections.Add(new Section($"s{_sections.Count + 1}", heading.Level, Words(heading)));
                heading.GetAttributes().Id = _sections[^1].Id;
            }
        }

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        var html = new AllowedHtml();
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlBlockRenderer>(new Blocks(html));
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlInlineRenderer>(new Inlines(html));
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new Code());
        renderer.Render(of);
        return writer + html.CloseAll();
    }

    private void Redirect(MarkdownObject of)
    {
        foreach (var target in of.Descendants().OfType<LinkInline>().ToList())
        {
            target.IsImage = false;
            Point(target, target.Url);
        }

        foreach (var target in of.Descendants().OfType<AutolinkInline>().ToList())
        {
            var shown = new LinkInline { Url = target.Url };
            shown.AppendChild(new LiteralInline(target.Url));
            target.ReplaceBy(shown);
            Point(shown, target.Url);
        }
    }

    private void Point(LinkInline target, string? url)
    {
        if (url is not null && link(url) is { } place)
        {
            target.Url = place;
            if (place.Contains("://", StringComparison.Ordinal))
            {
                target.GetAttributes().AddProperty("rel", "noreferrer");
            }

            return;
        }

        while (target.FirstChild is { } child)
        {
            child.Remove();
            target.InsertBefore(child);
        }

        target.Remove();
    }

    private sealed class Blocks(AllowedHtml html) : HtmlObjectRenderer<HtmlBlock>
    {
        protected override void Write(HtmlRenderer renderer, HtmlBlock block)
        {
            renderer.EnsureLine();
            renderer.Write(html.Filter(block.Lines.ToString()));
            renderer.WriteLine();
        }
    }

    private sealed class Inlines(AllowedHtml html) : HtmlObjectRenderer<HtmlInline>
    {
        protected override void Write(HtmlRenderer renderer, HtmlInline inline) =>
            renderer.Write(html.Filter(inline.Tag));
    }

    private sealed class Code : HtmlObjectRenderer<CodeBlock>
    {
        protected override void Write(HtmlRenderer renderer, CodeBlock block)
        {
            renderer.EnsureLine();
            renderer.Write(
                CodeHtml.Block(block.Lines.ToString(), (block as FencedCodeBlock)?.Info, "Code in the text"));
        }
    }
}
