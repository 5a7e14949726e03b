using System.Globalization;
using System.Text.Json;
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Models;
using Srum.Recipes;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>Gathers from a finished experiment what its page shows, and writes it.</summary>
internal static class ExperimentPage
{
    private const int Judgements = 12;

    /// <summary>Writes <c>report.html</c> and, where prompts state categories, <c>scores.svg</c>.</summary>
    /// <param name="run">A run whose experiment is done.</param>
    /// <param name="result">Its result.</param>
    /// <param name="recipes">Its recipes, in the order of the trained systems.</param>
    /// <param name="judged">What is shown of a judge; null where nothing learnt from one.</param>
    /// <param name="prompts">The evaluated prompts with their seeds, in order.</param>
    /// <param name="world">The shapes world that the model knows.</param>
    /// <param name="recorded">A recorded result to show beside it; null = none.</param>
    internal static void Write(
        RunFolder run, ExperimentResult result, IReadOnlyList<Recipe> recipes, JudgedRollout? judged,
        IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> prompts, World world, ExperimentResult? recorded)
    {
        var content = Content(run, result, recipes, judged, prompts, world);
        if (ExperimentTables.ScoreChart(result) is { } chart)
        {
            run.Write(SvgChart.File(chart), "scores.svg");
        }

        // The page is written last: where it stands, the run is done.
        string[] findings = [.. content.Findings, .. ExperimentReport.OnRecord(result, recorded)];
        run.Write(new ReportPage(content with { Findings = findings }).ToHtml(), "report.html");
    }

    private static ReportContent Content(
        RunFolder run, ExperimentResult result, IReadOnlyList<Recipe> recipes, JudgedRollout? judged,
        IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> prompts, World world)
    {
        // Where several trainings were evaluated, the pictures and curves of the first are shown.
        (string Name, string Training)[] trained = [.. recipes.Select(recipe => (recipe.Name, Last(recipe)))];
        (string Name, string Run)[] evaluated =
        [
            .. trained.Prepend((SystemResult.Untrained, SystemResult.Untrained)).Zip(result.Systems, (system, scored) =>
                (system.Item1, SystemEvaluation.NameOf(system.Item2, scored.Guidance))),
        ];
        var several = trained.Length > 1 && result.Evaluator is not null;
        return new ReportContent
        {
            Name = result.Name,
            Kind = trained.Length > 1 ? "an experiment" : "a self-rewarding round",
            Facts =
            [
                new("Model", ModelIdentity.Short(result.Model)),
                new("Command", result.Command),
                new("Commit", ModelIdentity.Short(result.Commit ?? "none")),
                new("Evaluator", result.Evaluator ?? "none"),
                .. result.Machine is { } machine ? [new ReportFact("Processor", machine.Processor)] : (ReportFact[])[],
                .. Speed(result) is { } speed ? [new ReportFact("Speed", speed)] : (ReportFact[])[],
                .. result.Proposer is { } proposer ? [new ReportFact("Regions", proposer)] : (ReportFact[])[],
                .. judged?.Recipe.Judge is TruthJudgeSettings { Flipped: var chance }
                    ? [new ReportFact("Judge", string.Create(
                        CultureInfo.InvariantCulture,
                        $"the truth stands in for the model, {100 * chance:0.#} % of its scores turned around"))]
                    : judged?.Recipe.Judge is EndpointJudgeSettings elsewhere
                    ? [new ReportFact("Judge", $"endpoint '{elsewhere.Name}'")] : (ReportFact[])[],
            ],
            Headline = ExperimentReport.Headline(result),
            Findings = ExperimentReport.Findings(result),
            Evaluator = result.Evaluator,
            Scores = result.Evaluator is null ? [] :
            [
                new ExperimentTable(result), .. several ? Charts(result) : [],
                ScoreTable.Of(result.Systems), .. ExperimentTables.ByGroup(result),
                .. ExperimentTables.ByCategory(result), .. ExperimentTables.Guidance(result),
                .. ExperimentTables.Signals(result),
                .. ExperimentTables.ScoreChart(result) is { } chart ? [chart] : (IView[])[],
            ],
            Prompts = [.. Shown(run, evaluated, prompts)],
            Judgements = judged is null ? [] : Judged(judged.First, judged.Objective, world),
            JudgeFacts = judged is null ? [] : JudgeFacts(judged.First.Judged!, result),
            Curves =
            [
                .. recipes.Select(recipe => RoundCurve.Of(result, recipe.Name)).OfType<Chart>(),
                .. trained.Length > 1 ? [ExperimentReport.Errors(run, trained)] : (Chart[])[],
                .. trained.Select(system => LossCurve(run, system.Training)),
            ],
            Stages = [.. result.StageSeconds.Select(stage => new ReportStage(stage.Key, stage.Value))],
            Settings = JsonSerializer.Serialize(result.Recipes, RecordFormat.Indented),
        };

        static string Last(Recipe recipe) => new TrainingId(recipe.Name, 0, recipe.Rounds - 1).Name;
    }

    private static string? Speed(ExperimentResult result)
    {
        if (result is not { PicturesPerHour: { } pictures, ShareOfTime: { } shares })
        {
            return null;
        }

        var share = result.FloorPicturesPerHour is { } floor
            ? FormattableString.Invariant(
                $" ({100 * pictures / floor:0} % of what this machine's plain products allow)")
            : "";
        var parts = shares.Select(part => FormattableString.Invariant($"{Named(part.Key)} {100 * part.Value:0} %"));
        return FormattableString.Invariant($"{pictures:#,0} pictures an hour drawn, judged and learnt from")
            + $"{share}: {string.Join(", ", parts)} of the time";
    }

    private static string Named(string part) => part switch
    {
        "rollout" => "drawing",
        "judge" => "judging",
        _ => "training",
    };

    private static IEnumerable<Chart> Charts(ExperimentResult result) =>
    [
        ExperimentCharts.Scores(result),
        ExperimentCharts.Differences(result, ExperimentTable.Plain(result) ?? SystemResult.Untrained),
    ];

    private static RewardOverlay[] Judged(FirstRound first, Rewarded objective, World world) =>
    [
        .. first.Judged!.Take(Judgements * 4).Where((_, i) => i % 4 == 0).Select(record =>
        {
            var picture = first.Folder.Picture(record.PictureFile);
            return RewardOverlay.Of(
                picture, record, objective.Map, record.Prompt, objective.Reward,
                Truth(picture, record, world));
        }),
    ];

    // Prompts of the shapes world alone have a truth that a page can be made with; others have none.
    private static PictureScore? Truth(Picture picture, JudgeRecord record, World world) =>
        picture.Width == picture.Height && picture.Width % Scene.Side == 0
            ? new OracleEvaluator(world).Score([new(new(record.PromptId, record.Prompt, ""), picture)])[0]
            : null;

    private static IEnumerable<ReportPrompt> Shown(
        RunFolder run, IReadOnlyList<(string Name, string Run)> systems,
        IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> prompts)
    {
        var scores = systems.ToDictionary(system => system.Run, system => EvaluateStage.Scores(run, system.Run));
        for (var place = 0; place < prompts.Count
            && systems.All(system => File.Exists(EvaluateStage.PictureOf(run, system.Run, place))); place++)
        {
            var (prompt, seed) = prompts[place];
            yield return new ReportPrompt(
                prompt.Text,
                prompt.Category,
                [.. systems.Select(system => new ReportPicture(
                    system.Name,
                    run.Picture(Path.GetRelativePath(run.Path, EvaluateStage.PictureOf(run, system.Run, place))),
                    scores[system.Run](prompt, seed)))]);
        }
    }

    private static IReadOnlyList<ReportFact> JudgeFacts(IReadOnlyList<JudgeRecord> judged, ExperimentResult result)
    {
        var tally = JudgeTally.Of(judged);
        return
        [
            new("Pictures judged", Number(tally.Pictures)),
            .. result.Judge is { } judge && judge.N < tally.Pictures
                ? [new("Of them compared with the truth", Number(judge.N))] : (ReportFact[])[],
            new("Without the score that the training needs", Number(tally.NotTrained)),
            .. tally.Regions == 0 ? (ReportFact[])[] :
            [
                new("Regions", Number(tally.Regions)),
                new("Regions unanswered, left out", Number(tally.UnansweredRegions)),
                new("Regions that the prompt does not mention", Number(tally.IrrelevantRegions)),
            ],
            .. tally.BareScores == 0 ? (ReportFact[])[]
                : [new("Scores without what was seen or a reason", Number(tally.BareScores))],
            .. tally.SteeringPrompts == 0 ? (ReportFact[])[]
                : [new("Pictures whose prompt speaks to the judge", Number(tally.SteeringPrompts))],
            new("AUC of the mean weight within prompts", Rate(result.Judge?.AucWithinPrompt)),
            new("AUC pooled", Rate(result.Judge?.AucPooled)),
        ];

        static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

        string Rate(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture)
            ?? (result.Judge is { N: > 0 }
                ? "unknown: all right, or all wrong"
                : "unknown: nothing could score the judged pictures");
    }

    private static Chart LossCurve(RunFolder run, string name)
    {
        var steps = TrainStage.Steps(run, name);
        return new Chart
        {
            Title = $"Loss of {name}",
            XLabel = "step",
            YLabel = "loss",
            // A clipped objective's loss goes below 0.
            YLeast = steps.Any(step => step.Loss < 0) ? null : 0,
            Series = [new ChartSeries(
                "loss", [.. steps.Select(step => (double)step.Step)], [.. steps.Select(step => step.Loss)])],
        };
    }
}
