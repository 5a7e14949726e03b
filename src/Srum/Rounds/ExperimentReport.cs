using System.Globalization;
using System.Text.Json;
using Srum.Display;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Recipes;
using Srum.Regions;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>Gathers from a finished experiment what its page shows.</summary>
public static class ExperimentReport
{
    /// <summary>What a person is told whose pictures have no score.</summary>
    public const string NothingScored =
        "Nothing could score these pictures: the evaluator knows none of the prompts (the shapes oracle knows the "
            + "shapes world alone). "
        + "Look at the pictures yourself, or evaluate on prompts of the shapes world.";

    private const int Judgements = 12;

    private const int CurvePoints = 24;

    private const int FewComparisons = 6;

    /// <summary>Writes <c>report.html</c> and, where prompts state categories, <c>scores.svg</c>.</summary>
    /// <param name="run">A run whose experiment is done.</param>
    /// <param name="result">Its result.</param>
    /// <param name="recipes">Its recipes, in the order of the trained systems.</param>
    /// <param name="firsts">What the first round of each learnt from.</param>
    /// <param name="prompts">The evaluated prompts with their seeds, in order.</param>
    /// <param name="recorded">A recorded result to show beside it; null = none.</param>
    internal static void Write(
        RunFolder run, ExperimentResult result, IReadOnlyList<Recipe> recipes, IReadOnlyList<FirstRound> firsts,
        IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> prompts, ExperimentResult? recorded)
    {
        var content = Content(run, result, recipes, firsts, prompts);
        if (ScoreChart(result) is { } chart)
        {
            run.Write(SvgChart.File(chart), "scores.svg");
        }

        // The page is written last: where it stands, the run is done.
        run.Write(
            new ReportPage(content with { Findings = [.. content.Findings, .. OnRecord(result, recorded)] }).ToHtml(),
            "report.html");
    }

    private static ReportContent Content(
        RunFolder run, ExperimentResult result, IReadOnlyList<Recipe> recipes, IReadOnlyList<FirstRound> firsts,
        IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> prompts)
    {
        // Where several trainings were evaluated, the pictures and curves of the first are shown.
        (string Name, string Training)[] trained = [.. recipes.Select(recipe => (recipe.Name, Last(recipe)))];
        (string Name, string Run)[] evaluated =
        [
            .. trained.Prepend(("base", "base")).Zip(result.Systems, (system, scored) =>
                (system.Item1, SystemEvaluation.NameOf(system.Item2, scored.Guidance))),
        ];
        var shown = recipes.Zip(firsts).LastOrDefault(pair => pair.First.Train.Objective is Rewarded);
        var several = trained.Length > 1 && result.Evaluator is not null;
        return new ReportContent
        {
            Name = result.Name,
            Kind = trained.Length > 1 ? "an experiment" : "a self-rewarding round",
            Facts =
            [
                new("Model", Short(result.Model)),
                new("Command", result.Command),
                new("Commit", Short(result.Commit ?? "none")),
                new("Evaluator", result.Evaluator ?? "none"),
                .. result.Machine is { } machine ? [new ReportFact("Processor", machine.Processor)] : (ReportFact[])[],
                .. Speed(result) is { } speed ? [new ReportFact("Speed", speed)] : (ReportFact[])[],
                .. result.Proposer is { } proposer ? [new ReportFact("Regions", proposer)] : (ReportFact[])[],
                .. shown.First?.Judge is TruthJudgeSettings { Flipped: var chance }
                    ? [new ReportFact("Judge", string.Create(
                        CultureInfo.InvariantCulture,
                        $"the truth stands in for the model, {100 * chance:0.#} % of its scores turned around"))]
                    : shown.First?.Judge is EndpointJudgeSettings elsewhere
                    ? [new ReportFact("Judge", $"endpoint '{elsewhere.Name}'")] : (ReportFact[])[],
            ],
            Headline = Headline(result),
            Findings = Findings(result),
            Evaluator = result.Evaluator,
            Scores = result.Evaluator is null ? [] :
            [
                new ExperimentTable(result), .. several ? Charts(result) : [],
                ScoreTable.Of(result.Systems), .. ByGroup(result), .. ByCategory(result), .. Guidance(result),
                .. Signals(result),
                .. ScoreChart(result) is { } chart ? [chart] : (IView[])[],
            ],
            Prompts = [.. Shown(run, evaluated, prompts)],
            Judgements = shown.First is null ? [] : Judged(shown.Second, (Rewarded)shown.First.Train.Objective),
            JudgeFacts = shown.First is null ? [] : JudgeFacts(shown.Second.Judged!, result),
            Curves =
            [
                .. trained.Length > 1 ? [Errors(run, trained)] : (Chart[])[],
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
        ExperimentCharts.Differences(result, ExperimentTable.Plain(result) ?? "base"),
    ];

    private static RewardOverlay[] Judged(FirstRound first, Rewarded objective) =>
    [
        .. first.Judged!.Take(Judgements * 4).Where((_, i) => i % 4 == 0).Select(record => RewardOverlay.Of(
            first.Folder.Picture(record.PictureFile), record, objective.Map, record.Prompt,
            objective.Reward, Truth(first.Folder, record))),
    ];

    // Prompts of the shapes world alone have a truth that a page can be made with; others have none.
    private static PictureScore? Truth(RunFolder folder, JudgeRecord record)
    {
        var picture = folder.Picture(record.PictureFile);
        return picture.Width == picture.Height && picture.Width % Scene.Side == 0
            ? new OracleEvaluator().Score([new(new(record.PromptId, record.Prompt, ""), picture)])[0]
            : null;
    }

    /// <summary>
    /// The unweighted error of each recipe's first training, in means over stretches of steps: losses of different
    /// weights cannot be compared, this can.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="trainings">Each system with the name of its training.</param>
    public static Chart Errors(RunFolder run, IReadOnlyList<(string System, string Training)> trainings) => new()
    {
        Title = "Unweighted error in training",
        XLabel = "step",
        YLabel = "mean squared error",
        Series =
        [
            .. trainings.Select(trained =>
            {
                var steps = TrainStage.Steps(run, trained.Training);
                TrainStep[][] stretches = [.. steps.Chunk(Math.Max(1, (steps.Count + CurvePoints - 1) / CurvePoints))];
                return new ChartSeries(
                    trained.System,
                    [.. stretches.Select(stretch => stretch.Average(step => (double)step.Step))],
                    [.. stretches.Select(stretch => stretch.Average(step => step.Constraint))]);
            }),
        ],
    };

    private static string Short(string hash) => hash[..Math.Min(12, hash.Length)];

    /// <summary>
    /// What was found, a sentence each: the comparisons (of many those of the default system, and those that
    /// <see cref="ExperimentTable"/> has no column for), or that nobody could score the pictures; whether pictures
    /// changed in ways that no prompt asks for; and how many regions a proposer other than segmentation found.
    /// </summary>
    public static IReadOnlyList<string> Findings(ExperimentResult result) =>
    [
        .. Scored(result) is { } scored ? [scored] : (string[])[],
        .. Said(result).Select(Finding),
        .. Said(result).Where(pair => pair.B == "base").Select(InGroups).OfType<string>(),
        .. result.Signals is { } signals ? Moved(signals) : [],
        .. result.ProposerRecall is { } recall ? [Found(result.Proposer!, recall)] : (string[])[],
    ];

    /// <summary>
    /// What became of the default system in one sentence; empty where nothing was scored, or nothing was trained.
    /// </summary>
    public static string Headline(ExperimentResult result)
    {
        if (result.Find(result.DefaultSystem) is not { WholePrompt: { HasInterval: true } rate } system
            || result.Compare(system.Name, "base") is not { Stderr: > 0 } gain)
        {
            return "";
        }

        var isSure = gain.P < 0.05;
        var change = gain.Difference > 0 ? "more" : "fewer";
        var end = isSure ? "." : ": a difference that chance makes too.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"After training by '{system.Name}' {100 * rate.Mean:0.0} % of the pictures are right, "
            + $"{100 * Math.Abs(gain.Difference):0.0} ± {196 * gain.Stderr:0.0} points {change} than before{end}");
    }

    private static IEnumerable<Comparison> Said(ExperimentResult result)
    {
        var plain = ExperimentTable.Plain(result);
        return result.Comparisons.Where(pair =>
            result.Comparisons.Count <= FewComparisons || pair.A == result.DefaultSystem
                || (pair.B != "base" && pair.B != plain));
    }

    /// <summary>How many of the prompts could be scored, in a sentence; null where all were.</summary>
    /// <param name="scored">Prompts that the evaluator scored for every system.</param>
    /// <param name="prompts">Prompts that were evaluated.</param>
    public static string? Scored(int scored, int prompts) => string.Create(
        CultureInfo.InvariantCulture, $"{scored} of {prompts} prompts could be scored") switch
    {
        _ when scored >= prompts && scored > 1 => null,
        var count when scored == 0 => $"{count}. {NothingScored}",
        var count when scored == 1 => $"{count}: one has no interval, so no figure is shown.",
        var count => $"{count}, and the others count in no figure: the evaluator does not know them (the shapes oracle "
            + "knows the shapes world alone).",
    };

    private static string? Scored(ExperimentResult result) =>
        result.Evaluator is null && result.EvaluationPrompts is null ? NothingScored
        : result.EvaluationPrompts is { } prompts ? Scored(result.Systems[0].WholePrompt?.Count ?? 0, prompts)
        : null;

    /// <summary>
    /// What is on record of the system that a recorded result was made for; nothing where that began with another
    /// model.
    /// </summary>
    /// <param name="result">The round at hand.</param>
    /// <param name="recorded">The recorded one; null = none.</param>
    public static IReadOnlyList<string> OnRecord(ExperimentResult result, ExperimentResult? recorded) =>
        recorded is null || recorded.Model != result.Model
        ? []
        : [
            .. recorded.Comparisons.Where(pair => pair.A == recorded.DefaultSystem)
                .Select(pair => $"On record ({recorded.Command}): {Finding(pair)}"),
        ];

    private static IEnumerable<string> Moved(IReadOnlyDictionary<string, IReadOnlyList<SignalDrift>> systems)
    {
        var alarms = systems.Where(system => system.Value.Any(signal => signal.IsAlarm)).ToArray();
        return alarms.Length == 0
            ? ["No trained system's pictures differ from the base's in brightness, edges, colours or object size by "
                + "more than they may."]
            : alarms.Select(system =>
                $"{system.Key}: pictures changed in what no prompt asks for, which can be a reward that is "
                    + "gamed: "
                    + string.Join("; ", system.Value.Where(signal => signal.IsAlarm).Select(signal => signal.Name))
                    + ".");
    }

    private static string Found(string proposer, Estimate recall) => !recall.HasInterval
        ? $"Segmentation found {(recall.Count == 0 ? "no region" : "regions for one prompt alone, too few")} that the "
            + $"proposer '{proposer}' could be held against."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The proposer '{proposer}' found {Figures.PerCent(recall)} of the regions that segmentation finds (an "
            + $"overlap of at least {RegionRecall.LeastOverlap:0.0}; n = {recall.Count} prompts).");

    /// <summary>A comparison in a sentence.</summary>
    public static string Finding(Comparison comparison)
    {
        if (comparison.Stderr == 0)
        {
            return comparison.Difference == 0
                ? $"{comparison.A} − {comparison.B}: no prompt tells the two apart, so there is no spread to say how "
                    + "small a difference this run could have seen."
                : $"{comparison.A} − {comparison.B}: every prompt tells the two apart alike, so there is no spread to "
                    + "make an interval of.";
        }

        var smallest = PairedBootstrap.SmallestDetectableDifference(comparison.Stderr);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{comparison.A} − {comparison.B}: {100 * comparison.Difference:+0.0;−0.0;0.0} ± "
            + $"{196 * comparison.Stderr:0.0} points, {Figures.P(comparison.P)}; this run could have seen "
            + $"{100 * smallest:0.0} points ({comparison.Test}).");
    }

    /// <summary>
    /// A comparison by what was met of the prompts' combinations, in a sentence; null where all prompts stand in one
    /// group, or it is not known.
    /// </summary>
    public static string? InGroups(Comparison comparison) => comparison.ByGroup is not { Count: > 1 } groups
        ? null
        : $"{comparison.A} − {comparison.B} on combinations that were "
            + string.Join(", ", groups.Select(group => string.Create(
                CultureInfo.InvariantCulture,
                $"{Named(group.Key)} {100 * group.Value.Difference:+0.0;−0.0;0.0} ± "
                + $"{196 * group.Value.StandardError:0.0} ({Figures.P(group.Value.P)})"))) + ".";

    private static string Named(PromptGroup group) => group switch
    {
        PromptGroup.Drawn => "drawn",
        PromptGroup.Practised => "practised without a picture",
        _ => "neither",
    };

    /// <summary>
    /// Every system by what was met of the prompts' combinations; none where all prompts stand in one group, or it is
    /// not known.
    /// </summary>
    public static IReadOnlyList<ScoreTable> ByGroup(ExperimentResult result)
    {
        if (result.Systems[0].ByGroup is not { Count: > 1 } groups)
        {
            return [];
        }

        return
        [
            new ScoreTable(
                [.. groups.Select(group => $"{Named(group.Key)} ({group.Value.Combinations} combinations)")],
                [
                    .. result.Systems.Select(system => new ScoreRow(
                        system.Name, [.. groups.Keys.Select(group => system.ByGroup?[group].Estimate)])),
                ],
                "Whole prompts right, in per cent, by what was met of what they combine: pictures of pretraining show "
                    + "it; prompts to learn from ask for it, and no picture shows it; or neither. 95 % intervals over "
                    + "combinations."),
        ];
    }

    /// <summary>The table of systems by guidance scales; none where there was one scale.</summary>
    public static IReadOnlyList<ScoreTable> Guidance(ExperimentResult result)
    {
        if (result.Guidance is not { } table)
        {
            return [];
        }

        double[] scales = [.. table.Select(score => score.Guidance).Distinct()];
        var chosenOn = table.Any(score => score.Choosing is not null)
            ? "on other prompts, so that the choice flatters no figure"
            : "on these prompts themselves, so that its figure is the best of several";
        return
        [
            new ScoreTable(
                [.. scales.Select(scale => string.Create(CultureInfo.InvariantCulture, $"guidance {scale}"))],
                [.. table.GroupBy(score => score.System).Select(system => new ScoreRow(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{system.Key}, at {system.Single(score => score.IsChosen).Guidance}"),
                    [.. system.Select(score => score.WholePrompt)]))],
                "Whole prompts right by guidance, in per cent, with 95 % intervals. Each system's scale was chosen "
                    + $"{chosenOn}."),
        ];
    }

    /// <summary>
    /// Every system's difference to the untrained one by category; none where the prompts state no category.
    /// </summary>
    public static IReadOnlyList<ScoreTable> ByCategory(ExperimentResult result)
    {
        var rows = result.Comparisons.Where(pair => pair.B == "base" && pair.ByCategory is not null).ToArray();
        if (rows.Length == 0)
        {
            return [];
        }

        string[] categories = [.. rows[0].ByCategory!.Keys];
        string[] lost =
            [.. rows.Where(pair => pair.Lost.Count > 0).Select(pair => $"{pair.A} ({string.Join(", ", pair.Lost)})")];
        return
        [
            new ScoreTable(
                categories,
                [
                    .. rows.Select(
                        pair => new ScoreRow(
                            $"{pair.A} − {pair.B}", [.. categories.Select(category => pair.ByCategory![category])])),
                ],
                "Difference to the base by category, in points, with 95 % intervals. "
                + (lost.Length == 0
                    ? "No interval lies wholly below −3 points."
                    : $"Wholly below −3 points: {string.Join("; ", lost)}.")),
        ];
    }

    /// <summary>
    /// What each trained system's pictures show more or less of than the base's; none where nothing was measured.
    /// </summary>
    public static IReadOnlyList<FactTable> Signals(ExperimentResult result) =>
        [
            .. (result.Signals ?? new Dictionary<string, IReadOnlyList<SignalDrift>>())
                .Select(system => AuditViews.Drift(system.Value, "base", system.Key)),
        ];

    // Null without categories: the table's one column says it all.
    private static Chart? ScoreChart(ExperimentResult result)
    {
        var categories = result.Systems[0].ByCategory.Where(category => category.Value.HasInterval)
            .Select(category => category.Key).Order(StringComparer.Ordinal).ToArray();
        return categories.Length == 0 ? null : new Chart
        {
            Title = "Whole prompts right",
            Kind = ChartKind.Bar,
            YLabel = "per cent",
            YLeast = 0,
            YMost = 100,
            Categories = ["all", .. categories],
            Series =
            [
                .. result.Systems.Select(system => new ChartSeries(
                    system.Name,
                    [],
                    [.. Rates(system).Select(rate => 100 * rate.Mean)],
                    [.. Rates(system).Select(rate => 100 * rate.Margin)])),
            ],
        };

        IEnumerable<Estimate> Rates(SystemResult system) =>
            categories.Select(category => system.ByCategory[category]).Prepend(system.WholePrompt!);
    }

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
                    run.Picture("pictures", system.Run, $"{place:D5}.png"),
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
            new("Without a score of the whole, not trained on", Number(tally.WithoutWhole)),
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
            YLeast = 0,
            Series = [new ChartSeries(
                "loss", [.. steps.Select(step => (double)step.Step)], [.. steps.Select(step => step.Loss)])],
        };
    }
}
