using Srum.Display;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Recipes;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>What a recipe's rounds drew: how much of it the judge says yes to, and how much is right.</summary>
public static class RoundCurve
{
    /// <summary>The chart, in per cent; of each round other prompts.</summary>
    /// <param name="run">A run in which the recipe has been trained alone.</param>
    /// <param name="recipe">The recipe, whose judge was asked for whole pictures.</param>
    /// <param name="evaluator">Says what is right; no reward comes from it.</param>
    public static Chart Of(RunFolder run, Recipe recipe, IEvaluator evaluator)
    {
        RunFolder[] folders =
        [
            .. Enumerable.Range(0, recipe.Rounds).Select(round =>
                round == 0 ? run : run.Round(new TrainingId(recipe.Name, 0, round).Name)),
        ];
        var judged = folders.Select(folder => JudgeStage.Read(folder)).ToArray();
        double[] numbers = [.. folders.Select((_, round) => round + 1.0)];
        return new Chart
        {
            Title = "What it drew, round by round",
            XLabel = "round",
            YLabel = "% of pictures",
            Series =
            [
                new("judge says yes", numbers, [.. judged.Select(round =>
                    100 * round.Average(record => record.Sample?.Score > 0 ? 1.0 : 0))]),
                new("right", numbers, [.. folders.Zip(judged, Right)]),
            ],
        };

        double Right(RunFolder folder, IReadOnlyList<JudgeRecord> records) => 100 * evaluator.Score(
            [.. records.Select(record => new EvaluatedPicture(
                new EvaluationPrompt(record.PromptId, record.Prompt, ""), folder.Picture(record.PictureFile)))])
            .Average(score => score?.Correct == true ? 1.0 : 0);
    }
}
