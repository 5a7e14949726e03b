using System.Globalization;
using System.Text.Json;
using Srum.Audits;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Maps;
using Srum.Models;
using Srum.Recipes;
using Srum.Runs;
using Srum.Shapes;
using Srum.Studies;

namespace Srum.Display;

/// <summary>How the library's values show themselves where a cell ends with one.</summary>
public static class View
{
    /// <summary>The types that <see cref="Of"/> knows, beside the views themselves.</summary>
    internal static readonly Type[] Types =
    [
        typeof(Picture), typeof(Drawing), typeof(DrawnPicture), typeof(EvaluatedPicture), typeof(AuditedPicture),
        typeof(IEnumerable<Picture>), typeof(IEnumerable<Drawing>), typeof(IEnumerable<DrawnPicture>),
        typeof(IEnumerable<EvaluatedPicture>), typeof(IEnumerable<AuditedPicture>), typeof(IUnifiedModel),
        typeof(RunFolder), typeof(ExperimentResult), typeof(SystemResult), typeof(SystemScores), typeof(Recipe),
        typeof(SceneTruth), typeof(PictureScore), typeof(Estimate), typeof(RewardMap), typeof(Scene),
        typeof(IEnumerable<IView>),
    ];

    /// <summary>What a value looks like.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Null where the library knows no better than its words.</returns>
    public static IView? Of(object? value) => value switch
    {
        IView view => view,
        Picture picture => new PictureView(picture),
        Drawing drawing => new PictureView(drawing.Picture, thought: drawing.Thought),
        DrawnPicture drawn => PictureTable.ByPrompt([drawn]),
        EvaluatedPicture evaluated => new PictureView(evaluated.Picture, evaluated.Prompt.Text),
        AuditedPicture audited => Overlay(audited),
        IEnumerable<Picture> pictures => new PictureGrid([.. pictures.Select(picture => new GridPicture(picture, ""))]),
        IEnumerable<Drawing> drawings => new PictureGrid(
            [.. drawings.Select(drawing => new GridPicture(drawing.Picture, drawing.Thought ?? ""))]),
        IEnumerable<DrawnPicture> drawn => PictureTable.ByPrompt([.. drawn]),
        IEnumerable<EvaluatedPicture> evaluated => new PictureGrid(
            [.. evaluated.Select(picture => new GridPicture(picture.Picture, picture.Prompt.Text))]),
        IEnumerable<AuditedPicture> audited => new ViewList([.. audited.Select(Overlay)]),
        IUnifiedModel model => Model(model),
        RunFolder run => Run(run),
        ExperimentResult result => new ExperimentTable(result),
        SystemResult system => ScoreTable.Of(system),
        SystemScores scores => ScoreTable.Of(scores.Result),
        Recipe recipe => Fields(JsonSerializer.SerializeToElement(recipe, RecordFormat.Line)),
        SceneTruth truth => Scored(truth.Correct, truth.Score, string.Join("; ", truth.Reasons)),
        PictureScore score => Scored(score.Correct, score.Partial, score.Reason ?? ""),
        Estimate estimate => new FactTable(
            ["mean", "95 % interval", "n"], [[Share(estimate.Mean), Margin(estimate), Figures.Count(estimate.Count)]]),
        RewardMap map => new TokenMaps(
            new Picture(1, 1, [128, 128, 128]),
            [("weights", RewardOverlay.Grid([.. map.Pixels], map.Height, map.Width))]),
        Scene scene => new PictureView(SceneRenderer.Render(scene)),
        IEnumerable<IView> views => new ViewList([.. views]),
        _ => null,
    };

    private static RewardOverlay Overlay(AuditedPicture audited) => RewardOverlay.Of(
        audited.Picture, audited.Judged, MapRule.Published, audited.Prompt.Text, truth: audited.Truth);

    private static FactTable Model(IUnifiedModel model)
    {
        var draw = model.Settings.Draw;
        var trained = model.Parameters.Where(parameter => parameter.IsGeneration).Sum(Numbers);
        return new FactTable(
            ["model", ""],
            [
                ["identity", ModelIdentity.Short(model.Identity)],
                ["numbers", Figures.Count(model.Parameters.Sum(Numbers))],
                ["of them in the half that draws", Figures.Count(trained)],
                ["draws", string.Create(
                    CultureInfo.InvariantCulture,
                    $"{draw.Width} × {draw.Height} pixels at guidance {draw.TextGuidance}")],
            ]);

        static long Numbers(ModelParameter parameter) => parameter.Value.numel();
    }

    private static FactTable Run(RunFolder run)
    {
        var work = run.Work;
        return new FactTable(
            ["stage", "seconds"],
            [.. work.Select(stage => (IReadOnlyList<string>)[stage.Key, Html.Number(stage.Value.Seconds, "0.0")])],
            $"The run in {run.Path}. "
                + (File.Exists(run.File("report.html")) ? "It is done; report.html shows it." : "It is not done."));
    }

    private static FactTable Fields(JsonElement value) => new(
        ["setting", "value"],
        [.. value.EnumerateObject().Select(field => (IReadOnlyList<string>)[field.Name, field.Value.ToString()])]);

    private static FactTable Scored(bool isCorrect, double share, string why) => new(
        ["right", "how much of it", "what is wrong"],
        [[isCorrect ? "✓" : "✗", Share(share), why.Length == 0 ? Figures.None : why]]);

    private static string Share(double value) => Html.Number(value, "0.000");

    private static string Margin(Estimate estimate) =>
        estimate.HasInterval ? $"± {Html.Number(estimate.Margin, "0.000")}" : Figures.None;
}
