using Srum.Judging;
using Srum.Models;
using Srum.Prompts;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Rounds;

/// <summary>
/// What a recipe's first round learns from. Recipes that draw alike share the pictures, those that also judge alike the
/// judgements: the judge is then asked for what any of them learns from.
/// </summary>
/// <param name="Folder">Folder of the pictures.</param>
/// <param name="Prompts">The whole set that they were drawn for the beginning of.</param>
/// <param name="Drawn">What was drawn; nothing for the control, which learns from rendered pictures.</param>
/// <param name="Judged">Their judgements; null where nothing learns from any.</param>
/// <param name="Judge">Who judged; null where nobody did.</param>
internal sealed record FirstRound(
    RunFolder Folder, PromptSet Prompts, IReadOnlyList<RolloutRecord> Drawn, IReadOnlyList<JudgeRecord>? Judged,
        IJudge? Judge)
{
    /// <summary>Draws and judges what is missing for an experiment's recipes.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">The untrained model.</param>
    /// <param name="shared">The recipes by what they draw.</param>
    /// <param name="judgeOf">Opens the judge that settings describe, for what is asked.</param>
    /// <param name="cache">Folder of the judgement cache; null = none.</param>
    /// <param name="progress">Receives the progress of each stage.</param>
    /// <param name="cancel">Stops cleanly.</param>
    /// <returns>That of each of these recipes, by its name.</returns>
    public static IReadOnlyDictionary<string, FirstRound> Run(
        RunFolder run, IUnifiedModel model, IReadOnlyList<SharedRollout> shared,
        Func<JudgeSettings, JudgeQuestions, IJudge> judgeOf, string? cache, IProgress<StageProgress>? progress,
        CancellationToken cancel)
    {
        var found = new Dictionary<string, FirstRound>();
        foreach (var alike in shared)
        {
            var folder = alike.Name is null ? run : run.Round(alike.Name);
            var drawn = RolloutStage.Run(
                folder, model, alike.Prompts, alike.Settings, progress: progress, cancel: cancel);
            foreach (var judging in alike.Recipes.GroupBy(recipe => ContentKey.Of(recipe.Judge)))
            {
                var questions =
                    judging.Aggregate((JudgeQuestions)0, (asked, recipe) => asked | recipe.Train.Objective.Questions);
                var judge = questions == 0 ? null : judgeOf(judging.First().Judge, questions);
                var judged = judge is null ? null : JudgeStage.Run(
                    folder, judge, drawn, cache, name: NameOf(folder, judge), progress: progress, cancel: cancel);
                foreach (var recipe in judging)
                {
                    found[recipe.Name] = new FirstRound(folder, alike.Prompts, drawn, judged, judge);
                }
            }
        }

        return found;
    }

    // The first judge has the plain name, and keeps it when the run goes on.
    private static string NameOf(RunFolder folder, IJudge judge) =>
        folder.SettingsOf(JudgeStage.Name) is null || folder.IsBegunWith(JudgeStage.Name, judge.Decisive)
            ? JudgeStage.Name : $"{JudgeStage.Name}-{ContentKey.Of(judge.Decisive)[..8]}";
}
