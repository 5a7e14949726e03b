using Srum.Evaluation;
using Srum.Models;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>
/// What a model of the shapes world can do, on seen and on held-out combinations. Rates lie in [0, 1].
/// </summary>
/// <param name="ObjectsRight">Share of required objects drawn right, on seen combinations.</param>
/// <param name="WholePromptsSeen">Share of prompts drawn wholly right, on seen combinations.</param>
/// <param name="WholePromptsHeldOut">The same on combinations of <c>tune</c>.</param>
/// <param name="ByCategory">Whole prompts by category, held out.</param>
/// <param name="Judge">
/// The judge on rendered pictures, a right and a wrong one of each prompt: mean token weight of the published map.
/// </param>
/// <param name="SampleAuc">AUC within prompts of the whole-picture score.</param>
/// <param name="Described">Share of rendered pictures whose description is exact.</param>
/// <param name="Thinking">
/// What a thought before drawing is worth on reasoning prompts, held out; null = the model writes none.
/// </param>
public sealed record ModelScores(
    Estimate ObjectsRight,
    Estimate WholePromptsSeen,
    Estimate WholePromptsHeldOut,
    IReadOnlyDictionary<string, Estimate> ByCategory,
    JudgeResult Judge,
    double? SampleAuc,
    Estimate Described,
    ThinkingScores? Thinking)
{
    /// <summary>Measures a model.</summary>
    /// <param name="model">A model that knows the shapes world.</param>
    /// <param name="draw">How it draws.</param>
    /// <param name="prompts">
    /// Prompts of each kind of measure, at least 7, so that every category has one. Default 280.
    /// </param>
    /// <param name="seed">
    /// Decides prompts and scenes. The picture of the n-th prompt, from 0, is drawn from seed n, whatever this one is.
    /// Default 0.
    /// </param>
    /// <param name="progress">Receives how far it is; null (default) = nobody.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="SrumException">The model draws pictures of a size that the oracle does not read.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static ModelScores Measure(
        IUnifiedModel model, DrawSettings draw, int prompts = 280, long seed = 0,
        IProgress<StageProgress>? progress = null, CancellationToken cancel = default) =>
        new ModelMeasurement(model, draw, prompts, seed, progress, cancel).Run();
}
