using Srum.Judging;
using Srum.Models;
using Srum.Regions;
using Srum.Runs;
using Srum.Studies;

namespace Srum.Rounds;

/// <summary>
/// What a judge is worth without a training: a model that draws each picture several times, from other noise, and shows
/// the one that the judge likes best. Its first one is the plain model's.
/// </summary>
/// <param name="model">Draws.</param>
/// <param name="judge">Chooses; of equal ones the first.</param>
/// <param name="pictures">How many are drawn for one that is shown.</param>
internal sealed class BestOfModel(IUnifiedModel model, IJudge judge, int pictures) : DelegatingModel(model)
{
    public override string Identity { get; } = ContentKey.Of(new { model.Identity, judge.Decisive, pictures });

    public override IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
        [.. Choose(requests, settings, cancel).Select(chosen => chosen.Drawing)];

    /// <summary>Draws as <see cref="Draw"/> does, and tells what was chosen of each request's pictures.</summary>
    public IReadOnlyList<ChosenDrawing> Choose(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
    {
        DrawRequest[] wanted =
        [
            .. requests.SelectMany(request => Enumerable.Range(0, pictures).Select(k => k == 0 ? request
                : request with { Seed = ContentKey.Seed("best-of", request.Seed, k) })),
        ];
        var drawn = Inner.DrawAll(wanted, settings, cancel: cancel);
        var judged = judge.Run(
            [
                .. wanted.Zip(drawn, (request, drawing) =>
                    new JudgeRequest("", request.Prompt, "", drawing.Picture, request.Seed)),
            ],
            cancel);
        return
        [
            .. requests.Select((_, i) => Enumerable.Range(i * pictures, pictures)
                    .MaxBy(k => judged[k].Decisive ?? double.NegativeInfinity))
                .Select(k => new ChosenDrawing(wanted[k], drawn[k], judged[k].Decisive)),
        ];
    }
}
