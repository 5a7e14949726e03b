using Srum.Judging;
using Srum.Models;
using Srum.Regions;
using Srum.Runs;
using Srum.Studies;

namespace Srum.Rounds;

/// <summary>
/// What a judge is worth without a training: a model that draws a picture several times, from other noise, and shows
/// the one that the judge likes best, or the first that it likes. Its first one is the plain model's.
/// </summary>
/// <param name="model">Draws.</param>
/// <param name="judge">
/// Chooses, by its score of the layout or, where it is not asked for that, of the whole picture; of equal ones the
/// first.
/// </param>
/// <param name="rival">How many are drawn for one that is shown.</param>
internal sealed class ChoosingModel(IUnifiedModel model, IJudge judge, Rival rival) : DelegatingModel(model)
{
    // Above it a judge says yes: scores lie in [−1, 1].
    private const double Neutral = 0;
    private const double Least = double.NegativeInfinity;

    public override string Identity { get; } = ContentKey.Of(new { model.Identity, judge.Decisive, rival });

    public override IReadOnlyList<Drawing> Draw(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
        [.. Choose(requests, settings, cancel).Select(chosen => chosen.Drawing)];

    /// <summary>Draws as <see cref="Draw"/> does, and tells what was chosen of each request's pictures.</summary>
    public IReadOnlyList<ChosenDrawing> Choose(
        IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default)
    {
        var chosen = new ChosenDrawing?[requests.Count];
        foreach (var tries in Enumerable.Range(0, rival.Pictures).Chunk(rival.StopsAtYes ? 1 : rival.Pictures))
        {
            var open = Enumerable.Range(0, requests.Count).Where(i => !(chosen[i]?.Score > Neutral)).ToArray();
            if (open.Length == 0)
            {
                break;
            }

            (int Place, DrawRequest Request)[] wanted =
                [.. open.SelectMany(i => tries.Select(k => (i, Again(requests[i], k))))];
            var drawn = Inner.DrawAll([.. wanted.Select(one => one.Request)], settings, cancel: cancel);
            var judged = judge.Run(
                [
                    .. wanted.Zip(drawn, (one, drawing) =>
                        new JudgeRequest("", one.Request.Prompt, "", drawing.Picture, one.Request.Seed)),
                ],
                cancel);
            foreach (var (i, (place, request)) in wanted.Index())
            {
                var known = chosen[place];
                var count = (known?.Drawing.Tries ?? 0) + 1;
                var score = judged[i].Needed();
                var better = known is null || (score ?? Least) > (known.Score ?? Least)
                    ? new ChosenDrawing(request, drawn[i], score) : known;
                chosen[place] = better with { Drawing = better.Drawing with { Tries = count } };
            }
        }

        return [.. chosen.Select(one => one!)];
    }

    private static DrawRequest Again(DrawRequest request, int time) =>
        time == 0 ? request : request with { Seed = ContentKey.Seed("best-of", request.Seed, time) };
}
