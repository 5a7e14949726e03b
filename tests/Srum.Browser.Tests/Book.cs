using Microsoft.Playwright;
using Srum.Charts;
using Srum.Display;
using Srum.Imaging;
using Srum.Judging;
using Srum.Notebooks;
using Srum.Notebooks.Export;
using System.Text;
using System.Text.Json.Nodes;

namespace Srum.Browser.Tests;

/// <summary>
/// A book of all lessons and of one that hurts, exported once, and the browser that reads it without a network.
/// </summary>
public sealed class Book : IAsyncLifetime
{
    /// <summary>The lesson whose texts are all hostile.</summary>
    public const string Hostile = "99-hostile.html";

    public static readonly string[] HostileTexts =
    [
        "</script><script>document.title='hurt'</script>",
        "\"><img src=x onerror=\"document.title='hurt'\">",
        "<svg onload=\"document.title='hurt'\"><b>'",
        "\u202Ebackwards\u202C e\u0301\u0327\u0334",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("srum-book-").FullName;

    private IPlaywright? _playwright;

    public IReadOnlyList<string> Pages { get; private set; } = [];

    public IReadOnlyList<string> Lessons { get; private set; } = [];

    private IBrowser? Browser { get; set; }

    public async ValueTask InitializeAsync()
    {
        var notebooks = Srum.Notebooks.Lessons.Find([]).Select(Notebook.Read).Append(HostileLesson()).ToList();
        new WebBook(notebooks, Repository.Root).Write(_folder);
        Pages = [
            .. Directory.GetFiles(_folder, "*.html", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_folder, file))
                .Order(StringComparer.Ordinal),
        ];
        Lessons = [.. Pages.Where(page => char.IsDigit(page[0]))];
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
                Args = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND"],
            });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A page, loaded to its end, with what went wrong on the way.</summary>
    public async Task<(IPage Page, List<string> Faults)> Open(
        string name, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await Browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                ColorScheme = scheme,
                ReducedMotion = ReducedMotion.Reduce,
            });
        var page = await context.NewPageAsync();
        var faults = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                faults.Add($"console: {message.Text}");
            }
        };
        page.PageError += (_, error) => faults.Add($"error: {error}");
        page.Dialog += (_, dialog) => faults.Add($"dialog: {dialog.Message}");
        page.RequestFailed += (_, request) => faults.Add($"failed: {request.Url}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("file:", StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                faults.Add($"request: {request.Url}");
            }
        };
        await page.GotoAsync(
            new Uri(Path.Combine(_folder, name)).AbsoluteUri, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        return (page, faults);
    }

    private static Notebook HostileLesson()
    {
        var (text, other) = (HostileTexts[0], HostileTexts[1]);
        var picture = new Picture(2, 2, [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255]);
        var region = new JudgedRegion(new Box(0.1, 0.1, 0.6, 0.6), text, 0.9, text, true);
        IView[] views =
        [
            new PictureGrid([.. HostileTexts.Select((caption, seed) => new GridPicture(picture, caption, seed))]),
            new RewardOverlay(
                picture,
                [region, region with { Score = -0.9, Object = other }, region with { Score = 0 }, region with { Score =
                    null }],
                new float[,] { { 1, 0 }, { 0, 1 } }, new LayoutJudgement(0.5, text), text),
            new InteractiveChart(
                new Chart { Title = text, XLabel = other, YLabel = text, Series =
                    [new(text, [1, 2, 3], [3, 1, 2], [0.1, 0.2, 0.3]), new(other, [1, 2, 3], [1, 2, 3])] }),
            new Chart { Title = other, Kind = ChartKind.Bar, Categories = [text, other], Series =
                [new("a", [], [1, 2])] },
        ];
        var code = new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = 1,
            ["metadata"] = new JsonObject(),
            ["source"] = $"var prompt = \"{text}\"; // {other} {new string('x', 300)}",
            ["outputs"] = new JsonArray(
            [
                .. views.Select(view => Shown("text/html", view.ToHtml())),
                .. HostileTexts.Select(hostile => Shown("text/plain", hostile)),
                new JsonObject { ["output_type"] = "stream", ["name"] = "stderr", ["text"] =
                    $"{text} {new string('y', 300)}" },
            ]),
        };
        var prose = new JsonObject
        {
            ["cell_type"] = "markdown",
            ["metadata"] = new JsonObject(),
            ["source"] = $"# 99 · Hostile\n\n*no minute*\n\n{string.Join("\n\n", HostileTexts)}\n\n## {text}\n\n| "
                + $"{other} | a |\n|---|---|\n| {new string('z', 300)} | b |\n",
        };
        var notebook = new JsonObject { ["cells"] = new JsonArray(
            prose,
            code), ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 4 };
        return Notebook.Parse(
            Path.Combine(Repository.Find("notebooks"), "99-hostile.ipynb"),
            Encoding.UTF8.GetBytes(notebook.ToJsonString()));
    }

    private static JsonObject Shown(string type, string value) =>
        new() { ["output_type"] = "display_data", ["metadata"] = new JsonObject(), ["data"] =
            new JsonObject { [type] = value } };
}
