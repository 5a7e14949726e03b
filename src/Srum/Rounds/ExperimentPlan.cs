using Srum.Evaluation;
using Srum.Judging;
using Srum.Recipes;
using Srum.Rollout;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>The stages of an experiment in the order in which it comes to them, with what each has left.</summary>
/// <param name="run">The run.</param>
/// <param name="evaluation">How systems are evaluated.</param>
internal sealed class ExperimentPlan(RunFolder run, SystemEvaluation evaluation)
{
    /// <summary>Reads off the recipes what will be done, and off the run's records what of it is done.</summary>
    /// <param name="recipes">The recipes.</param>
    /// <param name="firsts">What is drawn for their first rounds; nothing for the control.</param>
    public IReadOnlyList<PlannedStage> Stages(IReadOnlyList<Recipe> recipes, IReadOnlyList<SharedRollout> firsts) =>
    [
        .. firsts.SelectMany(first => Drawing(first.Folder, first.Pictures, first.IsJudged)),
        .. Evaluations(SystemResult.Untrained),
        .. Enumerable.Range(0, recipes[0].Trainings).SelectMany(seed => recipes.SelectMany(recipe => Training(
            recipe, seed, firsts.SingleOrDefault(first => first.Recipes.Contains(recipe))?.Pictures ?? 0))),
        .. Rival.Of(recipes[0].Evaluation).SelectMany(rival => Evaluations(rival.Name)),
    ];

    private IEnumerable<PlannedStage> Training(Recipe recipe, long seed, long pictures)
    {
        var training = new TrainingId(recipe.Name, seed);
        for (var round = 0; round < recipe.Rounds; round++)
        {
            training = training with { Round = round };
            if (round > 0 && recipe.Train.Objective is not Rendered)
            {
                var folder = run.File("rounds", training.Name);
                foreach (var stage in Drawing(folder, pictures, recipe.Train.Objective is Rewarded))
                {
                    yield return stage;
                }
            }

            yield return Stage(
                "train " + training, "train-" + training, WorkKind.Train, run.Path, recipe.Train.Steps);
        }

        foreach (var stage in Evaluations(training.Name))
        {
            yield return stage;
        }
    }

    private IEnumerable<PlannedStage> Evaluations(string training) => evaluation.Planned(training).Select(planned =>
        Stage("evaluate " + planned.Name, "evaluate-" + planned.Name, WorkKind.Draw, run.Path, planned.Pictures));

    private static IEnumerable<PlannedStage> Drawing(string folder, long pictures, bool isJudged)
    {
        yield return Stage(RolloutStage.Name, RolloutStage.Name, WorkKind.Draw, folder, pictures);
        if (isJudged)
        {
            yield return Stage(JudgeStage.Name, JudgeStage.Name, WorkKind.Judge, folder, pictures);
        }
    }

    private static PlannedStage Stage(string name, string log, WorkKind kind, string folder, long items) =>
        new(name, kind, Math.Max(0, items - RunFolder.Recorded(folder, log)));
}
