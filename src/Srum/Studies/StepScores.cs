using Srum.Evaluation;
using Srum.Models;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Studies;

/// <summary>
/// When a drawing is decided: layout and detail of the picture that each sampling step expects, read by the oracle (the
/// SRUM paper does the same with a judge's scores).
/// </summary>
/// <param name="Times">Flow time of each step, from 1 (noise) towards 0.</param>
/// <param name="Layout">Share of prompts whose number of objects, relation and background hold, where stated.</param>
/// <param name="Detail">Share of a prompt's objects that are there as described, mean over prompts.</param>
public sealed record StepScores(
    IReadOnlyList<double> Times, IReadOnlyList<Estimate> Layout, IReadOnlyList<Estimate> Detail)
{
    /// <summary>
    /// The first step from which a rate stays at nine tenths of its last value or above, counted from 1.
    /// </summary>
    /// <param name="rates">One of the two curves.</param>
    public static int SettledAt(IReadOnlyList<Estimate> rates)
    {
        var step = rates.Count;
        while (step > 1 && rates[step - 2].Mean >= 0.9 * rates[^1].Mean)
        {
            step--;
        }

        return step;
    }

    /// <summary>Draws a picture of each prompt and reads every step of it.</summary>
    /// <param name="model">A model that draws pictures of the shapes world.</param>
    /// <param name="prompts">Prompts of the shapes world; prompt i has the seed i + 1.</param>
    /// <param name="settings">How to draw.</param>
    /// <param name="progress">Told at the start and after every batch; null = nobody.</param>
    /// <param name="cancel">Ends it between batches.</param>
    /// <exception cref="SrumException">A prompt is not of the shapes world.</exception>
    public static StepScores Measure(
        IUnifiedModel model, IReadOnlyList<EvaluationPrompt> prompts, DrawSettings settings,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default)
    {
        var world = model.Settings.World;
        ScenePrompt[] asked =
        [
            .. prompts.Select(prompt => PromptParser.Parse(prompt.Text, world: world) ?? throw new SrumException(
                $"The oracle cannot read '{prompt.Text}': take prompts of the shapes world.")),
        ];
        var drawings = model.DrawAll(
            [.. prompts.Select((prompt, i) => new DrawRequest(prompt.Text, i + 1))], settings with { KeepSteps = true },
            progress, cancel);
        var times = drawings[0].Steps.Select(step => step.Time).ToArray();
        var checks = times.Select((_, step) =>
            asked.Zip(drawings, (prompt, drawing) =>
                SceneOracle.Truth(prompt, drawing.Steps[step].Expected, world).Check).ToArray())
                .ToArray();
        return new StepScores(
            times,
            [.. checks.Select(step => Estimate.Of([.. step.Select(check => check.LayoutHolds ? 1.0 : 0)]))],
            [
                .. checks
                    .Select(step => Estimate.Of([.. step.Select(check => check.Met.Average(met => met ? 1.0 : 0))])),
            ]);
    }
}
