using Srum.Models;
using Srum.Rewards;
using Srum.Rollout;
using Srum.Runs;
using Srum.Shapes;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>
/// One training of a system over all rounds. The first learns from the pictures that all systems share; each later one draws with
/// what has become of the model, judges that where it learns from judgements, and trains on. Every stage does only what is missing.
/// </summary>
internal sealed class TrainingChain(RunFolder run, IUnifiedModel model, RoundSettings settings, IRegionProposer proposer, string? cache)
{
    /// <summary>Trains the model in place.</summary>
    /// <param name="recipe">The system and its training seed.</param>
    /// <param name="prompts">The whole set; each round takes its stretch.</param>
    /// <param name="first">Judgements of the first round's pictures.</param>
    /// <param name="progress">Gives each round, from 0, who is told.</param>
    /// <param name="cancel">Stops cleanly.</param>
    /// <returns>The model under the identity that its last round began with.</returns>
    public IUnifiedModel Run(
        TrainSettings recipe, PromptSet prompts, IReadOnlyList<JudgeRecord> first, Func<int, IProgress<StageProgress>?> progress, CancellationToken cancel)
    {
        var current = model;
        for (var round = 0; round <= settings.LaterRounds; round++)
        {
            var own = recipe with { EarlierRounds = round };
            var told = progress(round);
            IReadOnlyList<TrainExample> examples =
                own.Rendered ? RenderedSet.Of([.. Stretch(prompts, round).Prompts.Select(prompt => prompt.Text)], own)
                : round == 0 ? TrainingSet.Of(run, first, own)
                : Drawn(current, own, Stretch(prompts, round), told, cancel);
            TrainStage.Run(run, current, examples, own, told, cancel);
            current = round < settings.LaterRounds ? new TrainedModel(model, TrainStage.Fingerprint(run, own)) : current;
        }

        return current;
    }

    private IReadOnlyList<TrainExample> Drawn(IUnifiedModel current, TrainSettings recipe, PromptSet prompts, IProgress<StageProgress>? told, CancellationToken cancel)
    {
        var folder = run.Round(TrainStage.NameOf(recipe));
        var drawing = settings.Rollout with { Prompts = 0, Seed = settings.Rollout.Seed + recipe.EarlierRounds };
        var drawn = RolloutStage.Run(folder, current, prompts, drawing, progress: told, cancel: cancel);
        if (!recipe.Weighted)
        {
            return TrainingSet.Of(folder, drawn);
        }

        var judge = settings.Judge with { Questions = recipe.Questions };
        return TrainingSet.Of(folder, JudgeStage.Run(folder, current, drawn, proposer, judge, cache, progress: told, cancel: cancel), recipe);
    }

    /// <summary>The prompts of a round: the set's next ones, from its beginning again after its end.</summary>
    internal PromptSet Stretch(PromptSet prompts, int round)
    {
        var all = prompts.Prompts;
        var count = settings.Rollout.Prompts > 0 ? Math.Min(settings.Rollout.Prompts, all.Count) : all.Count;
        return prompts with { Prompts = [.. Enumerable.Range(0, count).Select(i => all[(int)((((long)round * count) + i) % all.Count)])] };
    }
}
