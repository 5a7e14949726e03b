using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>
/// The stages of a round in the order in which <see cref="RoundStages"/> comes to them, with what each has left.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="settings">Its settings.</param>
/// <param name="evaluation">How systems are evaluated.</param>
internal sealed class RoundPlan(RunFolder run, RoundSettings settings, SystemEvaluation evaluation)
{
    /// <summary>Reads off the settings what will be done, and off the run's records what of it is done.</summary>
    /// <param name="recipes">The trained systems.</param>
    /// <param name="prompts">The prompts to train on.</param>
    public IReadOnlyList<PlannedStage> Stages(IReadOnlyList<TrainSettings> recipes, PromptSet prompts)
    {
        var chosen = settings.Rollout.Prompts > 0 ? Math.Min(settings.Rollout.Prompts, prompts.Prompts.Count)
            : prompts.Prompts.Count;
        var pictures = (long)chosen * settings.Rollout.PicturesPerPrompt;
        return
        [
            .. Drawing(run.Path, pictures, isJudged: true),
            .. Evaluations("base"),
            .. settings.TrainingSeeds
                .SelectMany(seed => recipes.SelectMany(recipe => Training(recipe with { Seed = seed }, pictures))),
        ];
    }

    private IEnumerable<PlannedStage> Training(TrainSettings recipe, long pictures)
    {
        for (var round = 0; round <= settings.LaterRounds; round++)
        {
            var own = recipe with { EarlierRounds = round };
            var name = TrainStage.NameOf(own);
            if (round > 0 && !own.Rendered)
            {
                foreach (var stage in Drawing(run.File("rounds", name), pictures, own.Weighted))
                {
                    yield return stage;
                }
            }

            yield return Stage("train " + name, "train-" + name, WorkKind.Train, run.Path, own.Steps);
        }

        foreach (var stage in Evaluations(TrainStage.NameOf(recipe with { EarlierRounds = settings.LaterRounds })))
        {
            yield return stage;
        }
    }

    private IEnumerable<PlannedStage> Evaluations(string training) => evaluation.Planned(training)
        .Select(planned => Stage(
            "evaluate " + planned.Name, "evaluate-" + planned.Name, WorkKind.Draw, run.Path, planned.Pictures));

    private static IEnumerable<PlannedStage> Drawing(string folder, long pictures, bool isJudged)
    {
        yield return Stage("rollout", "rollout", WorkKind.Draw, folder, pictures);
        if (isJudged)
        {
            yield return Stage("judge", "judge", WorkKind.Judge, folder, pictures);
        }
    }

    private static PlannedStage Stage(string name, string log, WorkKind kind, string folder, long items) =>
        new(name, kind, Math.Max(0, items - RunFolder.Recorded(folder, log)));
}
