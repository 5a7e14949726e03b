using Srum.Evaluation;
using Srum.Judging;
using Srum.Models;
using Srum.Regions;

namespace Srum.Benchmarks;

/// <summary>
/// A model's own verdict on whole pictures in an evaluator's place: what it thinks of what it drew, which is no
/// evaluation by somebody else and is called so wherever it is shown.
/// </summary>
/// <param name="model">The model; stays the caller's.</param>
public sealed class VerdictEvaluator(IUnifiedModel model) : IEvaluator
{
    /// <inheritdoc/>
    public string Name => $"own verdict {ModelIdentity.Short(model.Identity, 16)}";

    /// <inheritdoc/>
    public IReadOnlyList<PictureScore?> Score(
        IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default)
    {
        var judge = new Judge(model, new SegmentProposer(), questions: JudgeQuestions.Sample);
        return [.. judge.Run([.. pictures.Select(Request)], cancel)
            .Select(record => PictureScore.OfVerdict(record.Sample?.Score))];
    }

    // The seed is the picture's own, so that a verdict does not depend on the others that are asked about with it.
    private static JudgeRequest Request(EvaluatedPicture picture) => new(
        picture.Prompt.Id, picture.Prompt.Text, "", picture.Picture,
        Runs.ContentKey.Seed(picture.Prompt.Text, picture.Picture.Rgb));
}
