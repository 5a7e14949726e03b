using Srum.Notebooks.Export;

namespace Srum.Tests.Notebooks.Export;

public class ProseTests
{
    private static string Html(string markdown) => new Prose(
        url => url.StartsWith("https:", StringComparison.Ordinal) ? url : url == "../a.cs" ? "files/a.cs.html" : null)
        .ToHtml(markdown);

    [Fact]
    public void A_folded_solution_stays_folded_and_its_markdown_is_rendered()
    {
        var html = Html("<details><summary>Solutions</summary>\n\n1. `model.Draw` twice.\n\n</details>");

        Assert.Contains("<details><summary>Solutions</summary>", html);
        Assert.Contains("<li><code>model.Draw</code> twice.</li>", html);
        Assert.EndsWith("</details>", html.TrimEnd());
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<details ontoggle=alert(1)>")]
    [InlineData("word <img src=x onerror=alert(1)> word")]
    [InlineData("word <a href=\"javascript:alert(1)\">word</a>")]
    [InlineData("<style>body{display:none}</style>")]
    [InlineData("<!-- --><svg/onload=alert(1)>")]
    public void Other_html_is_shown_as_the_text_that_it_is(string hostile)
    {
        var html = Html(hostile);

        Assert.DoesNotMatch("<(script|img|a|style|svg|details|!)", html);
        Assert.Contains("&lt;", html);
    }

    [Theory]
    [InlineData("<details><summary>open", "</summary></details>")]
    [InlineData("<details>\n\ntext", "</details>")]
    public void What_a_cell_leaves_open_is_closed_at_its_end(string markdown, string end) =>
        Assert.EndsWith(end, Html(markdown).TrimEnd());

    [Fact]
    public void A_tag_that_closes_nothing_of_the_cell_is_text() =>
        Assert.DoesNotContain("</details>", Html("text\n\n</details>"));

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](data:text/html,hurt)")]
    [InlineData("[x](../../secret)")]
    [InlineData("![x](https://example.org/pixel.png)")]
    public void A_link_that_the_book_does_not_know_keeps_its_words_alone(string markdown)
    {
        var html = Html(markdown);

        Assert.DoesNotContain("<img", html);
        Assert.DoesNotContain("src=", html);
        Assert.DoesNotContain("javascript:", html);
        Assert.DoesNotContain("data:", html);
        Assert.Contains("x", html);
    }

    [Fact]
    public void A_link_leads_where_the_book_says() =>
        Assert.Contains("<a href=\"files/a.cs.html\">it</a>", Html("[it](../a.cs)"));

    [Fact]
    public void Headings_of_all_cells_are_counted_on_so_that_no_two_share_a_name()
    {
        var prose = new Prose(_ => null);
        var html = prose.ToHtml("# 03 · Judge *it*\n\n## Look") + prose.ToHtml("## Look");

        Assert.Equal(["03 · Judge it", "Look", "Look"], prose.Sections.Select(section => section.Title));
        Assert.All(prose.Sections, section => Assert.Contains($"id=\"{section.Id}\"", html));
        Assert.Equal(3, prose.Sections.Select(section => section.Id).Distinct().Count());
    }

    [Fact]
    public void Code_is_coloured_and_escaped()
    {
        var html = Html("```csharp\nvar a = \"<script>\"; // why\n```");

        Assert.Contains("<span class=\"keyword\">var</span>", html);
        Assert.Contains("&lt;script&gt;", html);
        Assert.DoesNotContain("<script", html);
    }
}
