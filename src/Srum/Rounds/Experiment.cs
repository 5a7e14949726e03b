using System.Text.Json;
using Srum.Endpoints;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Models;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Regions;
using Srum.Rollout;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>
/// Recipes held against the untrained model and against each other: each draws, judges and trains, all are evaluated on
/// the same prompts from the same noise. What recipes share is done once, and every stage does only what is missing:
/// the same call goes on after a kill, and more recipes, trainings, rounds or scales add what they lack.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="model">
/// The model that learns; stays the caller's. Its systems are trained in it one after another, each from the weights
/// that it came with, and it has those again in the end.
/// </param>
/// <param name="recipes">
/// At least one, each of a name of its own, capital letters aside, alike in evaluation and trainings.
/// </param>
/// <param name="evaluator">Scores the pictures; no reward ever comes from it.</param>
public sealed class Experiment(RunFolder run, IUnifiedModel model, IReadOnlyList<Recipe> recipes, IEvaluator evaluator)
{
    private readonly IReadOnlyList<Recipe> recipes = [.. recipes.OrderBy(recipe => recipe.Train.Objective.Rank)];

    /// <summary>Folder of the judgement cache; null = none. Default: the one that runs side by side share.</summary>
    public string? Cache { get; init; } = run.JudgementCache;

    /// <summary>
    /// Prompts that choose each system's guidance where there are several (<see cref="EvaluationSettings.Guidances"/>),
    /// as many as are evaluated; null (default) = the evaluated ones, whose figures are then the best of several.
    /// </summary>
    public PromptSet? Choosing { get; init; }

    /// <summary>Says where judges look; null (default) = the proposer that each recipe names.</summary>
    public IRegionProposer? Proposer { get; init; }

    /// <summary>The endpoints that recipes may name as judges; all stages share their budgets.</summary>
    public EndpointBook Endpoints { get; init; } = new();

    /// <summary>A recorded result to show beside this one; null (default) = none.</summary>
    public ExperimentResult? Recorded { get; init; }

    /// <summary>Runs what is missing and writes <c>result.json</c> and <c>report.html</c>.</summary>
    /// <param name="rollout">Prompts to train on, for all recipes.</param>
    /// <param name="evaluation">Prompts to evaluate on.</param>
    /// <param name="command">The command, for the result.</param>
    /// <param name="progress">Receives the progress of each stage.</param>
    /// <param name="cancel">Stops cleanly; the same call goes on.</param>
    /// <exception cref="SrumException">Recipes do not go together, or the run was begun with other ones.</exception>
    public ExperimentResult Run(
        PromptSet rollout, PromptSet evaluation, string command, IProgress<StageProgress>? progress = null,
        CancellationToken cancel = default) => Run(_ => rollout, evaluation, command, progress, cancel);

    /// <summary>The same with prompts of each recipe's own.</summary>
    /// <param name="rollout">Prompts to train on.</param>
    /// <param name="evaluation">Prompts to evaluate on.</param>
    /// <param name="command">The command, for the result.</param>
    /// <param name="progress">Receives the progress of each stage.</param>
    /// <param name="cancel">Stops cleanly; the same call goes on.</param>
    /// <exception cref="SrumException">Recipes do not go together, or the run was begun with other ones.</exception>
    public ExperimentResult Run(
        Func<Recipe, PromptSet> rollout, PromptSet evaluation, string command,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        using var proposers = new SamProposers();
        Check();
        foreach (var recipe in recipes.Where(recipe => recipe.Train.Objective.Questions != 0))
        {
            // What it looks in, files of boxes or of a model, is opened before an hour has gone into drawing.
            JudgeOf(recipe.Judge, model, recipe.Train.Objective.Questions);
        }

        // What cannot be rendered is said before an hour has gone into drawing, and before anything is kept.
        var sets = recipes.ToDictionary(recipe => recipe.Name, recipe => Asked(recipe, rollout(recipe)));
        Keep(rollout, evaluation);
        var evaluated = recipes[0].Evaluation;
        var (pictures, seeds) = (evaluated.Plan(evaluation), Enumerable.Range(0, recipes[0].Trainings));
        var scoring = new SystemEvaluation(
            run, evaluated, evaluator, pictures, Choosing is null ? null : evaluated.Plan(Choosing));
        var shared = SharedRollout.Of(run, model, recipes, recipe => sets[recipe.Name]);
        progress = progress is null ? null
            : new PlannedProgress(progress, new ExperimentPlan(run, scoring).Stages(recipes, shared));
        var byName = FirstRound.Run(
            run, model, shared, (settings, asked) => JudgeOf(settings, model, asked), Cache, progress, cancel);
        // Nothing is drawn for the control.
        FirstRound[] firsts =
        [
            .. recipes.Select(recipe => byName.GetValueOrDefault(recipe.Name)
                ?? new FirstRound(run, sets[recipe.Name], [], null, null)),
        ];
        var judged = JudgedRollout.Last(recipes, firsts);
        var untrained = scoring.Run(SystemResult.Untrained, model, progress, cancel);
        using var start = new StartWeights(model, recipes.Select(recipe => recipe.Train));
        var chain = new TrainingChain(run, model, JudgeOf, Cache);
        var (number, trainings) = (0, recipes.Count * recipes[0].Trainings);
        // Seed by seed, so that whoever stops early has every recipe with the same seeds.
        IReadOnlyList<ScaleRecords>[][] trained =
            [.. seeds.Select(seed => recipes.Select((recipe, i) => Trained(recipe, seed, firsts[i])).ToArray())];
        EvaluatedSystem[] systems =
        [
            new(SystemResult.Untrained, [], null, [untrained]),
            .. recipes.Select((recipe, i) => new EvaluatedSystem(
                recipe.Name, [.. seeds.Select(seed => (long)seed)], recipe, [.. trained.Select(row => row[i])])),
            .. Rival.Of(evaluated).Select(rival => new EvaluatedSystem(rival.Name, [], null, [Chosen(rival)])),
        ];
        EvaluationPrompt[] asked = [.. pictures.Select(picture => picture.Prompt).DistinctBy(prompt => prompt.Id)];
        // What any of the recipes practises is practised: the others are then held against it on the same prompts.
        var groups = new PromptGroups(
            model.Settings.World,
            recipes.SelectMany(recipe => TrainingChain.Practised(recipe, sets[recipe.Name])));
        var result = new ExperimentOutcome(run, model, recipes, firsts, evaluator, scoring)
            .Result(systems, asked, groups, command);
        run.Write(result.ToJson(), "result.json");
        ExperimentPage.Write(run, result, recipes, judged, pictures, model.Settings.World, Recorded);
        return result;

        IJudge JudgeOf(JudgeSettings settings, IUnifiedModel judge, JudgeQuestions questions) =>
            Judges.Of(settings, judge, questions, Proposer ?? proposers.Of(settings), Endpoints);

        IReadOnlyList<ScaleRecords> Chosen(Rival rival)
        {
            // Check has refused rivals where no recipe learns from a judge.
            var recipe = judged!.Recipe;
            var judge = JudgeOf(recipe.Judge, model, recipe.Train.Objective.Questions);
            return scoring.Run(rival.Name, new ChoosingModel(model, judge, rival), progress, cancel);
        }

        IReadOnlyList<ScaleRecords> Trained(Recipe recipe, long seed, FirstRound first)
        {
            number++;
            try
            {
                var system = chain.Run(recipe, seed, first, Told, cancel);
                var last = new TrainingId(recipe.Name, seed, recipe.Rounds - 1);
                return scoring.Run(last.Name, system, Told(recipe.Rounds - 1), cancel);
            }
            finally
            {
                start.Restore();
            }

            IProgress<StageProgress>? Told(int round) => progress is null ? null : new OneOfMany(
                progress,
                $"training {number} of {trainings}"
                + (recipe.Rounds == 1 ? "" : $", round {round + 1} of {recipe.Rounds}"));
        }
    }

    // What a recipe asks for; of the control what can be rendered for it.
    private PromptSet Asked(Recipe recipe, PromptSet prompts)
    {
        recipe.Rollout.Check(prompts);
        return recipe.Train.Objective is Rendered ? RenderedSet.Drawn(prompts, model.Settings.World) : prompts;
    }

    private void Check()
    {
        if (recipes.Count == 0)
        {
            throw new SrumException("An experiment needs a recipe: name at least one.");
        }

        foreach (var recipe in recipes)
        {
            recipe.Validate();
            model.Check(recipe.Rollout.Draw, recipe.Train.Forward, recipe.Rollout.Composed > 0);
            model.Check(recipe.Evaluation.Draw);
            if (recipe.Train.Lora is { } lora)
            {
                TrainedAdapters.LayersOf(model, lora);
            }
        }

        // Names that differ in capital letters alone are the same files on Windows and macOS.
        if (recipes.GroupBy(recipe => recipe.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            var names = string.Join(" and ", twice.Select(recipe => $"'{recipe.Name}'").Distinct());
            throw new SrumException(
                $"Two of the recipes are called {names}. Give one of them a name that differs in more than capital "
                + "letters.");
        }

        var evaluated = recipes[0].Evaluation;
        foreach (var rival in Rival.Of(evaluated))
        {
            if (recipes.FirstOrDefault(recipe =>
                Names(recipe).Contains(rival.Name, StringComparer.OrdinalIgnoreCase)) is { } alike)
            {
                throw new SrumException(
                    $"'{rival.Name}' would name an untrained rival, and the recipe '{alike.Name}' or one of its "
                    + "trainings. Rename the recipe.");
            }
        }

        foreach (var (name, rivals) in ((string, IReadOnlyList<int>?)[])
            [("evaluation.bestOf", evaluated.BestOf), ("evaluation.redraw", evaluated.Redraw)])
        {
            SettingException.Require(
                rivals is null || recipes.Any(recipe => recipe.Train.Objective is Rewarded), name,
                $"[{string.Join(", ", rivals ?? [])}]", "left out where no recipe learns from a judge, who could "
                    + "choose");
        }

        if (recipes.FirstOrDefault(recipe => Compared(recipe) != Compared(recipes[0])) is { } other)
        {
            throw new SrumException(
                $"The recipes '{recipes[0].Name}' and '{other.Name}' differ in what they are evaluated on or in their "
                + "number of trainings, so that nothing could be compared. Change both alike, with --set evaluation.… "
                + "or --trainings.");
        }

        // Those of the systems and of their evaluations, which records go by.
        static IEnumerable<string> Names(Recipe recipe) => Enumerable.Range(0, recipe.Trainings)
            .Select(seed => new TrainingId(recipe.Name, seed, recipe.Rounds - 1).Name).Prepend(recipe.Name);

        static string Compared(Recipe recipe) => ContentKey.Of(new { recipe.Evaluation, recipe.Trainings });
    }

    // Other recipes and rivals join a run that was begun; more rounds and trainings go on from those that are done,
    // and another guidance is another evaluation.
    private void Keep(Func<Recipe, PromptSet> rollout, PromptSet evaluation)
    {
        var evaluated = recipes[0].Evaluation with
        {
            Guidances = null, ChoosingSet = "", BestOf = null, Redraw = null,
        };
        var kept = new
        {
            Model = model.Identity, Evaluator = evaluator.Name,
            Prompts = Named(new RolloutSettings().Asked(evaluation)), Evaluation = evaluated,
        };
        run.KeepSettings(JsonSerializer.SerializeToElement(kept, RecordFormat.Line));
        foreach (var recipe in recipes)
        {
            run.KeepSettings("recipe-" + recipe.Name, new
            {
                recipe.Rollout, Prompts = Named(recipe.Rollout.Asked(rollout(recipe))), recipe.Judge,
                Proposer = Proposer?.Name, recipe.Train,
            });
        }

        // A file that was edited is another set, whatever its name.
        static string Named(PromptSet set) => $"{set.Name} {ContentKey.Of(set.Prompts)}";
    }

    private sealed class OneOfMany(IProgress<StageProgress> progress, string place) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => progress.Report(value with
        {
            Detail = value.Detail is { } own ? $"{own}, {place}" : place,
        });
    }
}
