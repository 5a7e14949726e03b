using Srum.Display;
using Srum.Imaging;

namespace Srum.Tests.Display;

public class ReportPageTests
{
    [Fact]
    public void The_page_looks_as_it_did() =>
        Golden.Same(new ReportPage(Content("a red circle left of a blue square")).ToHtml(), "report.html");

    [Fact]
    public void A_hostile_prompt_stays_text()
    {
        var html = new ReportPage(Content("</style><script>alert(1)</script>\" onload=\"x")).ToHtml();

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\" onload=", html);
        Assert.Equal(1, html.Split("</style>").Length - 1);
    }

    [Fact]
    public void What_was_not_done_is_left_out()
    {
        var html = new ReportPage(new ReportContent { Name = "empty" }).ToHtml();

        Assert.DoesNotContain("<section>", html);
        Assert.Contains("<h1>empty</h1>", html);
    }

    private static ReportContent Content(string text)
    {
        var circle = Disc(8, (200, 40, 40), 11);
        var square = Disc(24, (40, 80, 200), 20);
        return new ReportContent
        {
            Name = text,
            Facts = [new("model", "data/model"), new("command", "srum run"), new("commit", "none"), new(
                "evaluator", "shapes oracle")],
            Findings = ["srum against base: +4.0 points (standard error 1.5, p = 0.01). The smallest difference this "
                + $"run could have seen is 4.2 points. {text}"],
            Scores =
            [
                new ScoreTable(["whole prompt", "colour", "spatial"],
                [
                    new("base", [new(0.5, 0.03, 240), new(0.6, 0.05, 80), new(0.3, 0.05, 80)]),
                    new("sft", [new(0.46, 0.03, 240), null, null]),
                    new("srum", [new(0.54, 0.03, 240), new(0.65, 0.05, 80), new(0.35, 0.05, 80)]),
                ],
                "95 % intervals"),
                new Chart { Title = "Whole prompts right", Kind =
                    ChartKind.Bar, YLabel = "share", YLeast = 0, YMost = 1, Categories = ["all", "colour"], Series =
                        [new("base", [], [0.5, 0.6], [0.06, 0.1]), new("srum", [], [0.54, 0.65], [0.06, 0.1])] },
            ],
            Prompts = [.. Enumerable.Range(0, 3).Select(i => new ReportPrompt(text, "spatial",
                [new("base", circle, new(false, 0.5)), new("sft", square, null), new("srum", circle, new(true, 1))]))],
            Judgements = [new RewardOverlay(
                circle,
                [new(new(0.1, 0.15, 0.45, 0.5), "red circle", 0.9, text, true), new(
                    new(0.6, 0.6, 0.9, 0.9), null, null, null, true)],
                new float[,] { { 0.9f, 0.5f }, { 0.2f, 0 } }, new(-0.2, "the square is missing"), text)],
            JudgeFacts = [new("pictures judged", "480"), new("regions unanswered", "3 of 911"), new(
                "AUC within prompt", "0.87")],
            Curves = [new Chart { Title = "Training loss", XLabel = "step", YLabel = "loss", Series =
                [new("sft", [0, 1, 2, 3], [0.5, 0.4, 0.35, 0.3]), new("srum", [0, 1, 2, 3], [0.6, 0.45, 0.4, 0.36])] }],
            Stages = [new("rollout", 60), new("judge", 30.5), new("train srum", 80), new("evaluate", 45)],
            Settings = $"{{ \"prompt\": \"{text}\" }}",
        };
    }

    private static Picture Disc(int centre, (byte R, byte G, byte B) colour, int radius)
    {
        var rgb = new byte[32 * 32 * 3];
        for (var i = 0; i < 32 * 32; i++)
        {
            var inside = Math.Pow((i % 32) - centre, 2) + Math.Pow((i / 32) - centre, 2) < radius * radius / 4.0;
            (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = inside ? colour : ((byte)235, (byte)235, (byte)235);
        }

        return new Picture(32, 32, rgb);
    }
}
