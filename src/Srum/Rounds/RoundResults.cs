using Srum.Evaluation;
using Srum.Judging;
using Srum.Recipes;
using Srum.Rollout;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>Scores what recipes of several rounds drew to learn from.</summary>
/// <param name="run">The run, whose trainings are done.</param>
/// <param name="scores">Says which pictures are right.</param>
/// <param name="groups">Says what was met of the prompts' combinations.</param>
internal sealed class RoundResults(RunFolder run, RolloutScores scores, PromptGroups groups)
{
    /// <summary>
    /// Each round over all prompts, then over those of each group where there are several; nothing where the recipe
    /// has one round, draws nothing, or where its prompts cannot be scored.
    /// </summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="first">What its first round learnt from.</param>
    public IEnumerable<RoundResult> Of(Recipe recipe, FirstRound first)
    {
        if (recipe.Rounds == 1 || recipe.Train.Objective is Rendered)
        {
            yield break;
        }

        // Where others that share the judge ask it about the whole picture, it tells of the first round alone.
        var isAsked = recipe.Train.Objective.Questions.HasFlag(JudgeQuestions.Sample);
        var shared = Scored(first.Folder, first.Drawn, isAsked ? first.Judged : null).ToArray();
        for (var round = 0; round < recipe.Rounds; round++)
        {
            var pictures = round == 0 ? shared : [.. Enumerable.Range(0, recipe.Trainings)
                .SelectMany(seed => Later(new(recipe.Name, seed, round), isAsked))];
            if (pictures.Length > 0)
            {
                yield return Rates(null, pictures);
            }

            foreach (var own in pictures.Where(picture => picture.Group is not null)
                .GroupBy(picture => picture.Group).Where(own => own.Count() < pictures.Length).OrderBy(own => own.Key))
            {
                yield return Rates(own.Key, [.. own]);
            }

            RoundResult Rates(PromptGroup? group, IReadOnlyList<ScoredPicture> pictures) => new(
                recipe.Name, round + 1, Mean(pictures, picture => picture.IsRight))
            {
                Group = group, Yes = isAsked ? Mean(pictures, picture => picture.Yes == true) : null,
            };
        }
    }

    // Trainings draw the same prompts: what each drew of one is averaged, or the error would be of too many prompts.
    private static Estimate Mean(IEnumerable<ScoredPicture> pictures, Func<ScoredPicture, bool> isSo) =>
        Estimate.ByPrompt(pictures, picture => picture.Prompt, picture => isSo(picture) ? 1 : 0);

    private IEnumerable<ScoredPicture> Later(TrainingId training, bool isAsked)
    {
        var folder = run.Round(training.Name);
        return Scored(folder, RolloutStage.Read(folder), isAsked ? JudgeStage.Read(folder) : null);
    }

    private IEnumerable<ScoredPicture> Scored(
        RunFolder folder, IReadOnlyList<RolloutRecord> drawn, IReadOnlyList<JudgeRecord>? judged)
    {
        var verdicts = judged?.ToDictionary(record => record.PictureFile, record => record.Sample?.Score > 0);
        // What was composed says what guidance can do, not what the model has learnt.
        return drawn.Zip(scores.Of(folder, drawn))
            .Where(picture => picture is { First.Composed: null, Second: not null })
            .Select(picture => new ScoredPicture(
                picture.First.Prompt,
                groups.Of(RolloutScores.PromptOf(picture.First))?.Group,
                verdicts?.GetValueOrDefault(picture.First.PictureFile), picture.Second!.Correct));
    }

    private sealed record ScoredPicture(string Prompt, PromptGroup? Group, bool? Yes, bool IsRight);
}
