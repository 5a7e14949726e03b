using Srum.Models;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Rollout;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>Recipes that draw alike, and where the pictures of their first round are.</summary>
/// <param name="Recipes">The recipes.</param>
/// <param name="Prompts">The whole set that is drawn for the beginning of.</param>
/// <param name="Name">Name of the folder among the run's rounds; null = the run's own folder.</param>
/// <param name="Folder">Its path; it may not be there yet.</param>
internal sealed record SharedRollout(IReadOnlyList<Recipe> Recipes, PromptSet Prompts, string? Name, string Folder)
{
    /// <summary>How the pictures are drawn.</summary>
    public RolloutSettings Settings => Recipes[0].Rollout;

    /// <summary>How many pictures there are.</summary>
    public long Pictures => Settings.Pictures * (long)Settings.PromptsOf(Prompts.Prompts.Count);

    /// <summary>Whether any of the recipes learns from judgements.</summary>
    public bool IsJudged => Recipes.Any(recipe => recipe.Train.Objective.Questions != 0);

    /// <summary>
    /// Groups recipes; the control, for which nothing is drawn, is in no group. The run's own folder is for whoever
    /// came first, also when the run goes on.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="model">The untrained model.</param>
    /// <param name="recipes">The recipes.</param>
    /// <param name="prompts">Each recipe's prompts.</param>
    public static IReadOnlyList<SharedRollout> Of(
        RunFolder run, IUnifiedModel model, IReadOnlyList<Recipe> recipes, Func<Recipe, PromptSet> prompts)
    {
        var isBegun = run.SettingsOf(RolloutStage.Name) is not null;
        return
        [
            .. recipes.Where(recipe => recipe.Train.Objective is not Rendered)
                .GroupBy(recipe => ContentKey.Of(Decisive(recipe))).Select((alike, i) =>
            {
                var first = alike.First();
                var isOwn = isBegun ? run.IsBegunWith(RolloutStage.Name, Decisive(first)) : i == 0;
                var name = isOwn ? null : $"rollout-{alike.Key[..8]}";
                return new SharedRollout(
                    [.. alike], prompts(first), name, name is null ? run.Path : run.File("rounds", name));
            }),
        ];

        object Decisive(Recipe recipe) => RolloutStage.Decisive(model, prompts(recipe), recipe.Rollout);
    }
}
