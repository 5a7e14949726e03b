using System.Text.Json;
using Srum.Models;
using Srum.Recipes;
using Srum.Rewards;
using Srum.Rollout;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Rounds;

/// <summary>
/// What a recipe's first round learns from. Recipes that draw alike share the pictures, those that also judge alike the
/// judgements: the judge is then asked for what any of them learns from.
/// </summary>
/// <param name="Folder">Folder of the pictures.</param>
/// <param name="Prompts">The whole set that they were drawn for the beginning of.</param>
/// <param name="Drawn">What was drawn.</param>
/// <param name="Judged">Their judgements; null where nothing learns from any.</param>
/// <param name="Judge">Who judged; null where nobody did.</param>
internal sealed record FirstRound(
    RunFolder Folder, PromptSet Prompts, IReadOnlyList<RolloutRecord> Drawn, IReadOnlyList<JudgeRecord>? Judged,
        IJudge? Judge)
{
    /// <summary>Draws and judges what is missing for an experiment's recipes.</summary>
    /// <param name="run">The run. Its own folder holds the pictures of whoever came first.</param>
    /// <param name="model">The untrained model.</param>
    /// <param name="recipes">The recipes.</param>
    /// <param name="prompts">Each recipe's prompts.</param>
    /// <param name="judgeOf">Who judges by settings what is asked.</param>
    /// <param name="cache">Folder of the judgement cache; null = none.</param>
    /// <param name="progress">Told of each stage.</param>
    /// <param name="cancel">Stops cleanly.</param>
    /// <returns>One a recipe, in order.</returns>
    public static IReadOnlyList<FirstRound> Run(
        RunFolder run, IUnifiedModel model, IReadOnlyList<Recipe> recipes, Func<Recipe, PromptSet> prompts,
        Func<JudgeSettings, JudgeQuestions, IJudge> judgeOf, string? cache, IProgress<StageProgress>? progress,
        CancellationToken cancel)
    {
        var found = new Dictionary<Recipe, FirstRound>();
        foreach (var alike in recipes.GroupBy(recipe => ContentKey.Of(Rollout(recipe))))
        {
            var (first, set) = (alike.First().Rollout, prompts(alike.First()));
            var folder = RunFolderOf(alike.Key, Rollout(alike.First()));
            var drawn = RolloutStage.Run(folder, model, set, first, progress: progress, cancel: cancel);
            foreach (var judging in alike.GroupBy(recipe => ContentKey.Of(recipe.Judge)))
            {
                var questions =
                    judging.Aggregate((JudgeQuestions)0, (asked, recipe) => asked | recipe.Train.Objective.Questions);
                var judge = questions == 0 ? null : judgeOf(judging.First().Judge, questions);
                var judged = judge is null ? null : JudgeStage.Run(
                    folder, judge, drawn, cache, name: NameOf(folder, judge), progress: progress, cancel: cancel);
                foreach (var recipe in judging)
                {
                    found[recipe] = new FirstRound(folder, set, drawn, judged, judge);
                }
            }
        }

        return [.. recipes.Select(recipe => found[recipe])];

        object Rollout(Recipe recipe) => RolloutStage.Decisive(model, prompts(recipe), recipe.Rollout);

        RunFolder RunFolderOf(string key, object rollout) =>
            IsFor(run, RolloutStage.Name, rollout) ? run : run.Round($"rollout-{key[..8]}");
    }

    private static string NameOf(RunFolder folder, IJudge judge) =>
        IsFor(folder, JudgeStage.Name, judge.Decisive) ? JudgeStage.Name
            : $"{JudgeStage.Name}-{ContentKey.Of(judge.Decisive)[..8]}";

    // Whoever comes first has the plain name, and keeps it when the run goes on.
    private static bool IsFor(RunFolder folder, string stage, object decisive) =>
        folder.SettingsOf(stage) is not { } begun
        || JsonElement.DeepEquals(begun, JsonSerializer.SerializeToElement(decisive, RecordFormat.Line));
}
