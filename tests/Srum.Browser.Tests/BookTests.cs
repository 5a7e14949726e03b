using Microsoft.Playwright;

namespace Srum.Browser.Tests;

/// <summary>
/// The exported book as a reader's browser has it. Explicit: it needs Debian's Chromium, which .ci/run installs.
/// </summary>
[Trait("Category", "Browser")]
public sealed class BookTests(Book book) : IClassFixture<Book>
{
    [Fact(Explicit = true)]
    public async Task No_page_asks_the_network_or_complains()
    {
        foreach (var name in book.Pages)
        {
            var (page, faults) = await book.Open(name);
            await page.WaitForTimeoutAsync(100);
            Assert.True(faults.Count == 0, $"{name}: {string.Join("; ", faults)}");
            await page.Context.CloseAsync();
        }
    }

    [Fact(Explicit = true)]
    public async Task Charts_are_drawn_over_their_pictures()
    {
        var seen = 0;
        foreach (var name in book.Lessons)
        {
            var (page, faults) = await book.Open(name);
            var charts = await page.Locator(".srum-chart").CountAsync();
            if (charts > 0)
            {
                await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.srum-chart')].every(place => "
                    + "place.querySelector('.js-plotly-plot .main-svg'))");
                Assert.Empty(faults);
                seen += charts;
            }

            await page.Context.CloseAsync();
        }

        Assert.NotEqual(0, seen);
    }

    [Fact(Explicit = true)]
    public async Task A_hostile_prompt_is_shown_as_text()
    {
        var (page, faults) = await book.Open(Book.Hostile);
        await page.WaitForTimeoutAsync(300);
        var text = await page.Locator("main").InnerTextAsync();

        Assert.Empty(faults);
        Assert.Equal("99 · Hostile", await page.TitleAsync());
        Assert.All(Book.HostileTexts, hostile => Assert.Contains(hostile, text));
    }

    [Theory(Explicit = true)]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task No_page_scrolls_sideways(int width)
    {
        foreach (var name in book.Pages)
        {
            var (page, _) = await book.Open(name, width);
            var wide = await page.EvaluateAsync<string[]>(
                "() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body "
                    + "*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => "
                    + "e.outerHTML.slice(0, 80)).slice(0, 5)");
            Assert.True(wide.Length == 0, $"{name} at {width}: {string.Join(" | ", wide)}");
            await page.Context.CloseAsync();
        }
    }

    [Theory(Explicit = true)]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_text_stands_out_from_its_ground(ColorScheme scheme)
    {
        using var script = new StreamReader(typeof(BookTests).Assembly.GetManifestResourceStream("contrast.js")!);
        var measure = await script.ReadToEndAsync();
        var faint = new List<string>();
        foreach (var name in book.Lessons.Append("index.html"))
        {
            var (page, _) = await book.Open(name, scheme: scheme);
            faint.AddRange(
                (await page.EvaluateAsync<string[]>(measure[measure.IndexOf("() =>", StringComparison.Ordinal)..]))
                    .Select(text => $"{name}: {text}"));
            await page.Context.CloseAsync();
        }

        Assert.True(faint.Count == 0, string.Join("\n", faint));
    }

    [Fact(Explicit = true)]
    public async Task Light_and_dark_follow_the_readers_system()
    {
        var grounds = new List<string>();
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            var (page, _) = await book.Open("index.html", scheme: scheme);
            grounds.Add(await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"));
        }

        Assert.Equal(2, grounds.Distinct().Count());
    }

    [Fact(Explicit = true)]
    public async Task Every_picture_says_in_words_what_it_shows()
    {
        foreach (var name in book.Lessons)
        {
            var (page, _) = await book.Open(name);
            var mute = await page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('img:not([alt]), img[alt=\"\"], svg[role=img]:not([aria-label]), "
                    + "svg[role=img][aria-label=\"\"], canvas:not([aria-label]):not([aria-hidden])')].filter(e => "
                    + "!e.closest('.js-plotly-plot')).map(e => e.outerHTML.slice(0, 120))");
            Assert.True(mute.Length == 0, $"{name}: {string.Join(" | ", mute)}");
            await page.Context.CloseAsync();
        }
    }

    [Fact(Explicit = true)]
    public async Task On_paper_there_are_no_buttons_and_nothing_is_cut()
    {
        var (page, _) = await book.Open(Book.Hostile);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        Assert.False(await page.Locator("#contents").IsVisibleAsync());
        Assert.False(await page.Locator(".turn").IsVisibleAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => [...document.querySelectorAll('pre')].every(e => "
            + "e.scrollWidth <= e.clientWidth + 1)"));
    }
}
