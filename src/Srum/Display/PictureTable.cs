using System.Globalization;
using System.Text;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models;
using Srum.Runs;
using Srum.Studies;

namespace Srum.Display;

/// <summary>
/// Pictures in rows and columns that mean something: settings by seeds, prompts by systems, states by steps.
/// </summary>
/// <param name="columns">Headings of the columns.</param>
/// <param name="rows">The rows.</param>
/// <param name="note">A line under the table; null = none.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class PictureTable(IReadOnlyList<string> columns, IReadOnlyList<PictureRow> rows, string? note = null)
    : IView
{
    private const string Legend = "✓ = the evaluator finds the whole prompt right; the number is how much of it is, "
        + "from 0 to 1. After ✗ stands what is wrong.";

    /// <summary>Prompts in rows, the pictures of each in columns, with seeds and scores.</summary>
    /// <param name="pictures">Pictures of any prompts, in the order to show them.</param>
    public static PictureTable ByPrompt(IReadOnlyList<DrawnPicture> pictures)
    {
        var prompts = pictures.GroupBy(picture => picture.Prompt).ToArray();
        return new PictureTable(
            Numbered(prompts.Length == 0 ? 0 : prompts.Max(prompt => prompt.Count())),
            [
                .. prompts
                    .Select(prompt => new PictureRow(prompt.Key.Text, [.. prompt.Select(Cell)], prompt.Key.Category)),
            ],
            Legend);
    }

    /// <summary>Settings in rows, pictures of one prompt in columns: every column begins with the same noise.</summary>
    /// <param name="sweep">The settings with their pictures.</param>
    /// <param name="prompt">The prompt.</param>
    public static PictureTable BySetting(IReadOnlyList<SweptSetting> sweep, EvaluationPrompt prompt)
    {
        var rows = sweep.Select(setting => new PictureRow(
            setting.Name, [.. setting.Pictures.Where(picture => picture.Prompt == prompt).Select(Cell)])).ToArray();
        return new PictureTable(
            Numbered(rows.Length == 0 ? 0 : rows.Max(row => row.Cells.Count)), rows, $"“{prompt.Text}”. {Legend}");
    }

    /// <summary>Evaluated prompts in rows, systems of runs in columns, from the same noise.</summary>
    /// <param name="pictures">Prompts with picture seeds, as they were evaluated.</param>
    /// <param name="count">The first so many are shown, as far as their pictures were kept.</param>
    /// <param name="systems">Heading, run and name of each system.</param>
    public static PictureTable BySystem(
        IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> pictures, int count,
        params IReadOnlyList<(string Heading, RunFolder Run, string Name)> systems) =>
        OfSystems(pictures, rows => rows.Take(count), systems);

    /// <summary>
    /// The same, of those pictures alone that one system has right and another wrong, whichever way round.
    /// </summary>
    /// <param name="pictures">Prompts with picture seeds, as they were evaluated.</param>
    /// <param name="count">The first so many of those whose pictures were kept are shown.</param>
    /// <param name="systems">Heading, run and name of each system.</param>
    public static PictureTable WhereSystemsDiffer(
        IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> pictures, int count,
        params IReadOnlyList<(string Heading, RunFolder Run, string Name)> systems) => OfSystems(
            pictures,
            rows => rows.Where(row => row.Cells.All(cell => cell is not null)
                && row.Cells.Select(cell => cell!.Score?.Correct).Distinct().Count() > 1).Take(count),
            systems);

    // Rows come one by one, so that no more pictures are read than are looked at.
    private static PictureTable OfSystems(
        IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> pictures,
        Func<IEnumerable<PictureRow>, IEnumerable<PictureRow>> chosen,
        IReadOnlyList<(string Heading, RunFolder Run, string Name)> systems)
    {
        var scores = systems.Select(system => EvaluateStage.Scores(system.Run, system.Name)).ToArray();
        return new PictureTable(
            [.. systems.Select(system => system.Heading)],
            [.. chosen(pictures.Select((picture, place) =>
                new PictureRow(picture.Prompt.Text, [.. systems.Select((_, i) => Evaluated(i, place))])))],
            Legend);

        PictureCell? Evaluated(int system, int place)
        {
            var (heading, run, name) = systems[system];
            var (prompt, seed) = pictures[place];
            return File.Exists(EvaluateStage.PictureOf(run, name, place))
                ? new PictureCell(
                    PictureFile.Read(EvaluateStage.PictureOf(run, name, place)), $"{prompt.Text}, {heading}",
                    scores[system](prompt, seed))
                : null;
        }
    }

    /// <summary>A drawing's way from noise: what the step saw above, the picture it was heading for below.</summary>
    /// <param name="drawing">A drawing that kept its steps.</param>
    /// <param name="count">How many steps to show, spread evenly, the last one included; at least 2.</param>
    /// <exception cref="SrumException">It did not keep its steps.</exception>
    public static PictureTable AlongSteps(Drawing drawing, int count = 7)
    {
        var all = drawing.Steps;
        if (all.Count == 0)
        {
            throw new SrumException("This drawing did not keep its steps: draw it with KeepSteps = true.");
        }

        var shown = Enumerable.Range(0, Math.Min(Math.Max(2, count), all.Count)).ToArray();
        var steps = shown
            .Select(i => shown.Length == 1 ? 0 : (int)Math.Round((double)i * (all.Count - 1) / (shown.Length - 1)))
            .ToArray();
        return new PictureTable(
            [.. steps.Select(step => string.Create(CultureInfo.InvariantCulture, $"step {step + 1}, t = "
                + $"{all[step].Time:0.00}"))],
            [
                new(
                    "given to the step",
                    [.. steps.Select(step => new PictureCell(all[step].State, $"state of step {step + 1}"))],
                    "noise and picture mixed"),
                new(
                    "expected at the end",
                    [.. steps.Select(step => new PictureCell(all[step].Expected, "picture expected at step "
                        + $"{step + 1}"))],
                    "where the velocity points"),
            ],
            $"{all.Count} network steps. What the last one expects is the picture.");
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        const string Header = "padding:4px 6px;text-align:left;font-weight:600;vertical-align:top";
        var html = new StringBuilder(
            "<div class=\"srum-table\" style=\"font-family:system-ui,sans-serif;font-size:13px;overflow-x:auto\">")
            .Append($"<table style=\"border-collapse:collapse\"><thead><tr><td style=\"{Header}\"></td>");
        foreach (var column in columns)
        {
            html.Append($"<th scope=\"col\" style=\"{Header}\">").Append(Html.Escape(column)).Append("</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append($"<tr><th scope=\"row\" style=\"{Header};min-width:90px;max-width:220px\">")
                .Append(Html.Escape(row.Heading));
            if (row.Detail is not null)
            {
                html.Append("<div style=\"font-weight:400;opacity:.7\">").Append(Html.Escape(row.Detail))
                    .Append("</div>");
            }

            html.Append("</th>");
            foreach (var cell in row.Cells)
            {
                html.Append("<td style=\"padding:4px 6px;text-align:left;vertical-align:top\">")
                    .Append(cell is null ? "" : Figure(cell))
                    .Append("</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (note is not null)
        {
            html.Append("<p style=\"margin:6px 0 0;opacity:.75\">").Append(Html.Escape(note)).Append("</p>");
        }

        return html.Append("</div>").ToString();
    }

    private static string Figure(PictureCell cell) =>
        $"<div style=\"width:96px\">{Html.Image(cell.Picture, cell.Description, 96)}"
        + (cell.Score is { } score ? ScoreMark.Of(score) : "")
        + (cell.Caption is null
            ? ""
            : $"<div style=\"opacity:.75;overflow-wrap:anywhere\">{Html.Escape(cell.Caption)}</div>")
        + "</div>";

    private static PictureCell Cell(DrawnPicture picture) => new(
        picture.Picture, picture.Prompt.Text, picture.Score,
        string.Create(CultureInfo.InvariantCulture, $"seed {picture.Seed}"));

    private static string[] Numbered(int count) => [.. Enumerable.Range(1, count).Select(k => $"picture {k}")];
}
