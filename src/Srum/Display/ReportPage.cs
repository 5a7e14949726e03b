using System.Text;

namespace Srum.Display;

/// <summary>
/// A run's <c>report.html</c>: one page that holds everything it shows (no script, no network), light or dark as its
/// reader's system is, readable on a telephone.
/// </summary>
/// <param name="content">What to show.</param>
public sealed class ReportPage(ReportContent content)
{
    /// <summary>The whole page.</summary>
    public string ToHtml()
    {
        var page = new StringBuilder();
        page.Append("<main>\n");
        Header(page);
        foreach (var (id, title, _, write) in Sections)
        {
            page.Append($"<section id=\"{id}\">\n<h2>").Append(title).Append("</h2>\n");
            write(page);
            page.Append("</section>\n");
        }

        return HtmlDocument.Of(
            content.Name + " · SRUM run", $"<style>{ReportStyle.Css}</style>\n", page.Append("</main>\n").ToString(),
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    }

    // Those that have something to show.
    private IEnumerable<(string Id, string Title, bool IsThere, Action<StringBuilder> Write)> Sections =>
        new (string, string, bool IsThere, Action<StringBuilder>)[]
        {
            ("scores", "Scores", content.Findings.Count > 0 || content.Scores.Count > 0, Scores),
            ("pictures", "The same prompts, drawn by each system", content.Prompts.Count > 0, Prompts),
            ("judge", "What the judge said", content.Judgements.Count > 0 || content.JudgeFacts.Count > 0, Judgements),
            ("training", "Training", content.Curves.Count > 0, Curves),
            ("time", "Time", content.Stages.Count > 0, Stages),
            ("settings", "Settings", content.Settings.Length > 0, Settings),
        }.Where(section => section.IsThere);

    private void Header(StringBuilder page)
    {
        page.Append("<header>\n<p class=\"kicker\">SRUM · ").Append(Html.Escape(content.Kind)).Append(
            "</p>\n<h1>").Append(Html.Escape(content.Name)).Append("</h1>\n");
        if (content.Headline.Length > 0)
        {
            page.Append("<p class=\"headline\">").Append(Html.Escape(content.Headline)).Append("</p>\n");
        }

        Facts(page, content.Facts);
        page.Append("</header>\n<nav aria-label=\"Contents\">");
        foreach (var section in Sections)
        {
            page.Append($"<a href=\"#{section.Id}\">{section.Title}</a> ");
        }

        page.Append("</nav>\n");
    }

    private static void Facts(StringBuilder page, IReadOnlyList<ReportFact> facts)
    {
        page.Append("<dl>\n");
        foreach (var fact in facts)
        {
            page.Append("<div><dt>").Append(Html.Escape(fact.Name)).Append("</dt><dd>").Append(Html.Escape(fact.Value))
                .Append("</dd></div>\n");
        }

        page.Append("</dl>\n");
    }

    private void Scores(StringBuilder page)
    {
        foreach (var finding in content.Findings)
        {
            page.Append("<p class=\"finding\">").Append(Html.Escape(finding)).Append("</p>\n");
        }

        foreach (var view in content.Scores)
        {
            Card(page, view);
        }
    }

    private static void Card(StringBuilder page, IView view) =>
        page.Append("<div class=\"card\">").Append(view.ToHtml()).Append("</div>\n");

    private void Prompts(StringBuilder page)
    {
        if (content.Prompts.SelectMany(prompt => prompt.Pictures).Any(picture => picture.Score is not null))
        {
            page.Append("<p class=\"note\">Right: the evaluator")
                .Append(content.Evaluator is { } who ? $" ({Html.Escape(who)})" : "")
                .Append(" finds in the picture what the prompt asks for, and nothing else. Else it says how much of "
                    + "it is right.</p>\n");
        }

        page.Append("<div class=\"prompts\">\n");
        foreach (var prompt in content.Prompts)
        {
            page.Append("<article class=\"card\"><h3>")
                .Append(Html.Escape(prompt.Prompt))
                .Append("</h3><p class=\"tag\">")
                .Append(Html.Escape(prompt.Category))
                .Append("</p><div class=\"row\">");
            foreach (var picture in prompt.Pictures)
            {
                page.Append("<figure>").Append(Html.Image(picture.Picture, $"{picture.System}: {prompt.Prompt}", 128))
                    .Append("<figcaption>").Append(Html.Escape(picture.System));
                if (picture.Score is { } score)
                {
                    // In words, and with a sign, so that nobody has to see the colour.
                    page.Append(" <span class=\"").Append(score.Correct ? "right" : "wrong").Append("\">")
                        .Append(score.Correct ? "✓ right" : "✗ wrong")
                        .Append("</span>").Append(
                            score.Correct ? "" : $", {Html.Number(100 * score.Partial, "0")} % of it right")
                        .Append(score.Reason is null
                            ? "" : $"<br><span class=\"why\">{Html.Escape(score.Reason)}</span>");
                }

                page.Append("</figcaption></figure>");
            }

            page.Append("</div></article>\n");
        }

        page.Append("</div>\n");
    }

    private void Judgements(StringBuilder page)
    {
        if (content.JudgeFacts.Count > 0)
        {
            Facts(page, content.JudgeFacts);
        }

        page.Append("<p class=\"note\">Left the judged regions, right the reward map over the picture: teal earns "
            + "weight in training, red loses it. The truth, where it is known, is the evaluator's; the judge never "
            + "saw it.</p>\n");
        foreach (var judgement in content.Judgements)
        {
            Card(page, judgement);
        }
    }

    private void Curves(StringBuilder page)
    {
        page.Append("<div class=\"pair\">\n");
        foreach (var curve in content.Curves)
        {
            Card(page, curve);
        }

        page.Append("</div>\n");
    }

    private void Stages(StringBuilder page)
    {
        var most = content.Stages.Max(stage => stage.Seconds);
        var total = content.Stages.Sum(stage => stage.Seconds);
        page.Append("<div class=\"card stages\">\n");
        foreach (var stage in content.Stages)
        {
            var width = most > 0 ? 100 * stage.Seconds / most : 0;
            page.Append("<div><span>").Append(Html.Escape(stage.Name)).Append("</span><span class=\"bar\"><i "
                + "style=\"width:").Append(Html.Number(width, "0.#"))
                .Append("%\"></i></span><span>")
                .Append(Html.Escape(Progress.Words(TimeSpan.FromSeconds(stage.Seconds))))
                .Append(" · ").Append(Html.Number(total > 0 ? 100 * stage.Seconds / total : 0, "0"))
                .Append(" %</span></div>\n");
        }

        page.Append("<div class=\"total\"><span>all stages</span><span></span><span>")
            .Append(Html.Escape(Progress.Words(TimeSpan.FromSeconds(total))))
            .Append("</span></div>\n</div>\n");
    }

    private void Settings(StringBuilder page) =>
        page.Append("<details class=\"card\"><summary>Every setting of this run</summary><pre>")
            .Append(Html.Escape(content.Settings))
            .Append("</pre></details>\n");
}
