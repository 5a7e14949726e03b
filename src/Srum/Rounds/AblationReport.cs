using Srum.Display;
using Srum.Evaluation;
using Srum.Runs;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>An ablation's page: a round's, with the table and charts of its settings.</summary>
public static class AblationReport
{
    private const int CurvePoints = 24;

    /// <summary>Writes <c>ablation.html</c>.</summary>
    /// <param name="run">A run whose ablation is done.</param>
    /// <param name="ablation">Its result.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="prompts">The evaluated prompts with their seeds, in order.</param>
    public static void Write(RunFolder run, AblationResult ablation, RoundSettings settings, IReadOnlyList<(EvaluationPrompt Prompt, long Seed)> prompts)
    {
        var content = RoundReport.Content(run, ablation.Result, settings, prompts) with
        {
            Kind = "an ablation",
            Findings = Findings(ablation),
            Scores = ablation.Result.Evaluator is null ? [new AblationTable(ablation)] :
            [
                new AblationTable(ablation), AblationCharts.Scores(ablation), AblationCharts.Differences(ablation, ablation.Sft), ScoreTable.Of(ablation.Result.Systems), .. RoundReport.Guidance(ablation.Result),
            ],
            Curves = [Errors(run, ablation)],
        };
        run.Write(new ReportPage(content).ToHtml(), "ablation.html");
    }

    /// <summary>
    /// What the table has no column for, a sentence each: the fuller reward against its parts at the same rule, λ and mean weight;
    /// or that nobody could score the pictures.
    /// </summary>
    public static IReadOnlyList<string> Findings(AblationResult ablation) =>
        RoundReport.Findings(ablation.Result with { Comparisons = [.. ablation.Result.Comparisons.Where(pair => pair.B != "base" && pair.B != ablation.Sft)] });

    /// <summary>
    /// The unweighted error of each setting's first training, in means over stretches of steps: losses of different weights
    /// cannot be compared, this can.
    /// </summary>
    public static Chart Errors(RunFolder run, AblationResult ablation) => new()
    {
        Title = "Unweighted error in training",
        XLabel = "step",
        YLabel = "mean squared error",
        Series =
        [
            .. ablation.Arms.Select(arm => (arm.System, Seeds: ablation.Find(arm.System)?.TrainingSeeds ?? [])).Where(arm => arm.Seeds.Count > 0).Select(arm =>
            {
                var steps = TrainStage.Steps(run, TrainStage.NameOf(arm.System, arm.Seeds[0]));
                TrainStep[][] stretches = [.. steps.Chunk(Math.Max(1, (steps.Count + CurvePoints - 1) / CurvePoints))];
                return new ChartSeries(
                    arm.System,
                    [.. stretches.Select(stretch => stretch.Average(step => (double)step.Step))],
                    [.. stretches.Select(stretch => stretch.Average(step => step.Constraint))]);
            }),
        ],
    };
}
