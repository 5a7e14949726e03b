using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;
using Srum.Maps;
using Srum.Models;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Audits;

/// <summary>
/// A judged picture of which it is known what its regions are worth: what a reward map is held against.
/// </summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Reward">What the judge said, as the map takes it.</param>
/// <param name="Right">For each region of the reward whether it is right (<see cref="AuditedRegion.Right"/>).</param>
/// <param name="Tokens">The picture's generation tokens.</param>
public sealed record CheckedPicture(
    string Prompt, Picture Picture, DualReward Reward, IReadOnlyList<bool> Right, TokenGrid Tokens)
{
    /// <summary>
    /// Checks the judged pictures of a run. Those without a layout score and prompts of other worlds are left out.
    /// </summary>
    /// <param name="run">The run that holds the pictures.</param>
    /// <param name="judged">Its judgements.</param>
    /// <param name="model">Says into how many tokens it cuts a picture, and of which world it is.</param>
    /// <exception cref="SrumException">A picture has a size that the oracle does not read.</exception>
    public static IReadOnlyList<CheckedPicture> Of(
        RunFolder run, IReadOnlyList<JudgeRecord> judged, IUnifiedModel model) =>
        Of(
            [
                .. judged.Where(record => IsOf(record.Prompt, model)).Select(record =>
                    new AuditedPicture(new EvaluationPrompt(record.PromptId, record.Prompt),
                        run.Picture(record.PictureFile), record, null)),
            ],
            model);

    /// <summary>
    /// Checks audited pictures. Those without a layout score and prompts of other worlds are left out.
    /// </summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="model">Says into how many tokens it cuts a picture, and of which world it is.</param>
    /// <exception cref="SrumException">A picture has a size that the oracle does not read.</exception>
    public static IReadOnlyList<CheckedPicture> Of(IReadOnlyList<AuditedPicture> pictures, IUnifiedModel model)
    {
        var grids = new Dictionary<(int, int), TokenGrid>();
        var found = new List<CheckedPicture>();
        foreach (var audited in pictures.Where(audited => IsOf(audited.Prompt.Text, model)))
        {
            var size = (audited.Picture.Width, audited.Picture.Height);
            if (DualReward.From(audited.Judged, size.Width, size.Height) is { } reward)
            {
                grids[size] = grids.TryGetValue(size, out var grid) ? grid : GridOf(audited.Picture, model);
                var regions = AuditedRegion.Of([audited], model.Settings.World)
                    .Where(region => region.Judged.RewardScore is not null);
                found.Add(
                    new CheckedPicture(
                        audited.Prompt.Text, audited.Picture, reward, [.. regions.Select(region => region.Right)],
                        grids[size]));
            }
        }

        return found;
    }

    /// <summary>
    /// The same as a judge would have it who knows the truth: 1 for a right region, −1 for a wrong one; the layout
    /// score stays.
    /// </summary>
    public CheckedPicture JudgedByTruth => this with
    {
        Reward = Reward with { Regions =
            [.. Reward.Regions.Zip(Right, (region, right) => region with { Score = right ? 1 : -1 })] },
    };

    /// <summary>The weights that training gives the picture's tokens, row by row, without λ.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="regions">How many regions count, in the judge's order; null = all.</param>
    public float[] Weights(MapRule rule, int? regions = null) =>
        RewardMap.Paint(
            rule, Picture.Width, Picture.Height,
            Reward with { Regions = [.. Reward.Regions.Take(regions ?? int.MaxValue)] })
            .TokenWeights(Tokens.Rows, Tokens.Columns);

    private static bool IsOf(string prompt, IUnifiedModel model) =>
        PromptParser.Parse(prompt, world: model.Settings.World) is not null;

    private static TokenGrid GridOf(Picture picture, IUnifiedModel model)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var quiet = TorchSharp.torch.no_grad();
        using var forward = model.Forward([new TrainingSample(null, model.Encode(picture), 0)], new ForwardSettings());
        return forward.Grids[0];
    }
}
