using Srum.Judging;
using Srum.Models;
using Srum.Prompts;
using Srum.Recipes;
using Srum.Rollout;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>
/// One training of a recipe over all rounds. The first learns from the pictures that recipes share; each later one
/// draws with what has become of the model, judges that where it learns from rewards, and trains on. Every stage does
/// only what is missing.
/// </summary>
internal sealed class TrainingChain(
    RunFolder run, IUnifiedModel model, Func<JudgeSettings, IUnifiedModel, JudgeQuestions, IJudge> judgeOf,
        string? cache)
{
    /// <summary>Trains the model in place.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="seed">The training seed.</param>
    /// <param name="first">What the first round learns from.</param>
    /// <param name="progress">Gives each round, from 0, who is told.</param>
    /// <param name="cancel">Stops cleanly.</param>
    /// <returns>The model under the identity that its last round began with.</returns>
    public IUnifiedModel Run(
        Recipe recipe, long seed, FirstRound first, Func<int, IProgress<StageProgress>?> progress,
            CancellationToken cancel)
    {
        var (current, choice) = (model, new PromptChoice(recipe.Train.Objective.Questions));
        for (var round = 0; round < recipe.Rounds; round++)
        {
            var training = new TrainingId(recipe.Name, seed, round);
            var told = progress(round);
            var examples = Examples(current, recipe, training, first, choice, told, cancel);
            TrainStage.Run(run, current, examples, recipe.Train, training, told, cancel);
            current = round + 1 < recipe.Rounds ? new TrainedModel(model, TrainStage.Fingerprint(run, training))
                : current;
        }

        return current;
    }

    /// <summary>The prompts of a round: the set's next ones, from its beginning again after its end.</summary>
    private static PromptSet Stretch(PromptSet prompts, RolloutSettings rollout, int round)
    {
        var all = prompts.Prompts;
        var count = rollout.PromptsOf(all.Count);
        return prompts with
        {
            Prompts = [.. Enumerable.Range(0, count).Select(i => all[(int)((((long)round * count) + i) % all.Count)])],
        };
    }

    /// <summary>The prompts that a recipe's rounds ask for; those that it may choose from where it chooses.</summary>
    internal static IEnumerable<PromptEntry> Practised(Recipe recipe, PromptSet prompts) =>
        recipe.Rollout.Order == PromptOrder.Undecided && recipe.Rounds > 1
            ? prompts.Prompts
            : Enumerable.Range(0, recipe.Rounds)
                .SelectMany(round => Stretch(prompts, recipe.Rollout, round).Prompts);

    private IReadOnlyList<TrainExample> Examples(
        IUnifiedModel current, Recipe recipe, TrainingId training, FirstRound first, PromptChoice choice,
        IProgress<StageProgress>? told, CancellationToken cancel)
    {
        var prompts = Stretch(first.Prompts, recipe.Rollout, training.Round);
        if (recipe.Train.Objective is Rendered)
        {
            return RenderedSet.Of(
                prompts.Prompts.Select(prompt => prompt.Text), recipe.Train, training, model.Settings.World);
        }

        if (training.Round == 0)
        {
            choice.Learn(first.Judged ?? []);
            return Learnt(recipe, training, first);
        }

        if (recipe.Rollout.Order == PromptOrder.Undecided)
        {
            var seed = ContentKey.Seed("choice", training.Name, 0);
            prompts = prompts with { Prompts = choice.Next(first.Prompts.Prompts, prompts.Prompts.Count, seed) };
        }

        var folder = run.Round(training.Name);
        var drawing = recipe.Rollout with { Prompts = 0, Seed = recipe.Rollout.Seed + training.Round };
        var drawn = RolloutStage.Run(folder, current, prompts, drawing, progress: told, cancel: cancel);
        if (recipe.Train.Objective is not Rewarded rewarded)
        {
            return TrainingSet.Of(folder, drawn);
        }

        var judge = judgeOf(recipe.Judge, current, rewarded.Questions);
        var judged = JudgeStage.Run(folder, judge, drawn, cache, progress: told, cancel: cancel);
        choice.Learn(judged);
        return TrainingSet.Of(folder, judged, rewarded);
    }

    // Of the first round's pictures those that all recipes learn from.
    private IReadOnlyList<TrainExample> Learnt(Recipe recipe, TrainingId training, FirstRound first)
    {
        if (first.Judged is null)
        {
            return TrainingSet.Of(first.Folder, first.Drawn);
        }

        var learnt = TrainingSet.Of(first.Folder, first.Judged, recipe.Train.Objective);
        if (recipe.Train.Objective is not Rewarded && learnt.Count < first.Drawn.Count
            && run.SettingsOf("train-" + training.Name) is { } begun
            && begun.TryGetProperty("pictures", out var pictures) && pictures.GetInt32() == first.Drawn.Count)
        {
            throw new SrumException(
                $"'{recipe.Name}' learnt from all {first.Drawn.Count} pictures while nobody judged them. Now "
                + $"{first.Drawn.Count - learnt.Count} of them stayed without the score that others need, and all "
                + "recipes of a run learn from the same pictures. Run these recipes together in another folder.");
        }

        return learnt;
    }
}
