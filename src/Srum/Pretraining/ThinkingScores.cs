using Srum.Evaluation;
using Srum.Models;
using Srum.Shapes;
using Srum.Studies;

namespace Srum.Pretraining;

/// <summary>
/// What a thought before drawing is worth on held-out reasoning prompts, in the share of wholly right pictures.
/// </summary>
/// <param name="AtOnce">That share without a thought.</param>
/// <param name="Own">How much more after the model's own thought.</param>
/// <param name="OwnOnlyTold">
/// The same on phrases that pretraining resolved in text and never drew (<see cref="Riddles.IsDrawn"/>).
/// </param>
/// <param name="Right">How much more after the right thought: the most that thinking could be worth.</param>
/// <param name="Other">How much more after another prompt's thought: the control.</param>
public sealed record ThinkingScores(Estimate AtOnce, Estimate Own, Estimate OwnOnlyTold, Estimate Right, Estimate Other)
{
    /// <summary>Draws the same prompts from the same seeds in each way.</summary>
    /// <param name="model">A model that knows the shapes world.</param>
    /// <param name="draw">How it draws.</param>
    /// <param name="prompts">Reasoning prompts, at least two of them.</param>
    /// <param name="cancel">Stops between batches.</param>
    internal static ThinkingScores Measure(
        IUnifiedModel model, DrawSettings draw, IReadOnlyList<ScenePrompt> prompts, CancellationToken cancel)
    {
        var atOnce = Draw(false, _ => null);
        var own = Draw(true, _ => null);
        int[] told = [.. Enumerable.Range(0, prompts.Count).Where(i => !Riddles.IsDrawn(prompts[i].Text))];
        return new ThinkingScores(
            DrawnPicture.Whole(atOnce),
            DrawnPicture.Difference(own, atOnce),
            DrawnPicture.Difference([.. told.Select(i => own[i])], [.. told.Select(i => atOnce[i])]),
            DrawnPicture.Difference(Draw(true, i => prompts[i].Resolved), atOnce),
            DrawnPicture.Difference(Draw(true, i => prompts[(i + 1) % prompts.Count].Resolved), atOnce));

        IReadOnlyList<DrawnPicture> Draw(bool think, Func<int, string?> thought) => DrawnPicture.Draw(
            model,
            [
                .. prompts.Select(
                    (prompt, i) => (new EvaluationPrompt($"{i}", prompt.Text, "reasoning"),
                        new DrawRequest(prompt.Text, i, thought(i)))),
            ],
            draw with { Think = think },
            new OracleEvaluator(model.Settings.World),
            cancel: cancel);
    }
}
