using Srum.Evaluation;
using Srum.Imaging;
using Srum.Models;
using Srum.Runs;

namespace Srum.Studies;

/// <summary>A picture with everything that says where it comes from, and its score.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Seed">Seed of the picture.</param>
/// <param name="Drawing">The picture, with its thought where there was one.</param>
/// <param name="Score">What the evaluator says; null = nothing.</param>
public sealed record DrawnPicture(EvaluationPrompt Prompt, long Seed, Drawing Drawing, PictureScore? Score)
{
    /// <summary>The picture.</summary>
    public Picture Picture => Drawing.Picture;

    /// <summary>Draws and scores pictures.</summary>
    /// <param name="model">The model.</param>
    /// <param name="requests">Each prompt with what is drawn for it.</param>
    /// <param name="settings">How to draw.</param>
    /// <param name="evaluator">Scores the pictures.</param>
    /// <param name="progress">Told at the start and after every batch; null = nobody.</param>
    /// <param name="cancel">Ends it between batches.</param>
    /// <returns>One a request, in order.</returns>
    public static IReadOnlyList<DrawnPicture> Draw(
        IUnifiedModel model, IReadOnlyList<(EvaluationPrompt Prompt, DrawRequest Request)> requests,
        DrawSettings settings, IEvaluator evaluator, IProgress<StageProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var drawings = model.DrawAll([.. requests.Select(item => item.Request)], settings, progress, cancel);
        var scores = evaluator.Score(
            [.. requests.Zip(drawings, (item, drawing) => new EvaluatedPicture(item.Prompt, drawing.Picture))], cancel);
        return
        [
            .. requests.Select((item, i) => new DrawnPicture(item.Prompt, item.Request.Seed, drawings[i], scores[i])),
        ];
    }

    /// <summary>
    /// Draws and scores several pictures of each prompt. No two pictures share a seed: prompt i has the seeds i · count
    /// + 1 to (i + 1) · count.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="count">Pictures of each.</param>
    /// <param name="settings">How to draw.</param>
    /// <param name="evaluator">Scores the pictures.</param>
    /// <param name="progress">Told at the start and after every batch; null = nobody.</param>
    /// <param name="cancel">Ends it between batches.</param>
    /// <returns>Prompt by prompt.</returns>
    public static IReadOnlyList<DrawnPicture> Draw(
        IUnifiedModel model, IReadOnlyList<EvaluationPrompt> prompts, int count, DrawSettings settings,
        IEvaluator evaluator, IProgress<StageProgress>? progress = null, CancellationToken cancel = default) =>
        Draw(model, prompts, count, settings, evaluator, thoughts: null, progress, cancel);

    /// <summary>The same after thoughts that are given, in the model's own thoughts' place.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="count">Pictures of each.</param>
    /// <param name="settings">How to draw, with <see cref="DrawSettings.Think"/> on.</param>
    /// <param name="evaluator">Scores the pictures.</param>
    /// <param name="thoughts">One a prompt, in order; null = none is given.</param>
    /// <param name="progress">Told at the start and after every batch; null = nobody.</param>
    /// <param name="cancel">Ends it between batches.</param>
    /// <returns>Prompt by prompt.</returns>
    public static IReadOnlyList<DrawnPicture> Draw(
        IUnifiedModel model, IReadOnlyList<EvaluationPrompt> prompts, int count, DrawSettings settings,
        IEvaluator evaluator, IReadOnlyList<string>? thoughts, IProgress<StageProgress>? progress = null,
        CancellationToken cancel = default) => Draw(
            model,
            [
                .. prompts.SelectMany(
                    (prompt, i) => Enumerable.Range(1, count)
                        .Select(k => (prompt, new DrawRequest(prompt.Text, ((long)i * count) + k, thoughts?[i])))),
            ],
            settings,
            evaluator,
            progress,
            cancel);

    /// <summary>Share of pictures in which the whole prompt is right; each prompt counts once.</summary>
    /// <param name="pictures">The pictures; those without a score are left out.</param>
    public static Estimate Whole(IEnumerable<DrawnPicture> pictures) => Mean(pictures, score => score.Correct ? 1 : 0);

    /// <summary>Mean partial score, in [0, 1]; each prompt counts once.</summary>
    /// <param name="pictures">The pictures; those without a score are left out.</param>
    public static Estimate Partial(IEnumerable<DrawnPicture> pictures) => Mean(pictures, score => score.Partial);

    /// <summary>
    /// By how much the share of wholly right pictures differs between two drawings of the same prompts from the same
    /// seeds; each prompt counts once. Its error is smaller than that of the two shares: what they have in common drops
    /// out.
    /// </summary>
    /// <param name="a">Pictures.</param>
    /// <param name="b">As many, of the same prompts in the same order; pairs without both scores are left out.</param>
    public static Estimate Difference(IReadOnlyList<DrawnPicture> a, IReadOnlyList<DrawnPicture> b) =>
        Estimate.ByPrompt(
            a.Zip(b).Where(pair => pair.First.Score is not null && pair.Second.Score is not null),
            pair => pair.First.Prompt.Id,
            pair => (pair.First.Score!.Correct ? 1.0 : 0.0) - (pair.Second.Score!.Correct ? 1.0 : 0.0));

    private static Estimate Mean(IEnumerable<DrawnPicture> pictures, Func<PictureScore, double> value) =>
        Estimate.ByPrompt(
            pictures.Where(picture => picture.Score is not null), picture => picture.Prompt.Id,
            picture => value(picture.Score!));
}
