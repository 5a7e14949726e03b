using Srum.Imaging;
using Srum.Regions;
using Srum.Runs;
using Srum.Shapes;

namespace Srum.Judging;

/// <summary>
/// The truth in the place of a judge: what the shapes oracle reads, as scores of 1 and −1, each turned around with a
/// given chance. A measuring instrument that tells how much a training gains from a perfect judge, a noisy one or a
/// coin.
/// </summary>
/// <param name="proposer">Says where regions are.</param>
/// <param name="settings">How many regions, and how often it is wrong.</param>
/// <param name="questions">What is scored.</param>
/// <param name="world">The world. Default: the shipped model's.</param>
public sealed class TruthJudge(
    IRegionProposer proposer, TruthJudgeSettings settings, JudgeQuestions questions = JudgeQuestions.Dual,
    World? world = null) : IJudge
{
    private readonly World world = world ?? World.Shipped;

    /// <inheritdoc/>
    public object Decisive => new
    {
        by = world == World.Shipped ? "truth" : $"truth {world.Name}", proposer = proposer.Name, questions, settings,
    };

    /// <inheritdoc/>
    public string Proposer => proposer.Name;

    /// <summary>Which scores are turned around belongs to each picture's seed, not to the batch.</summary>
    /// <param name="pictures">Pictures of the shapes world.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>One record a picture, in order, without replies.</returns>
    /// <exception cref="SrumException">A prompt is not of the shapes world.</exception>
    public IReadOnlyList<JudgeRecord> Run(
        IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
        [.. pictures.Zip(proposer.ProposeFor(questions, settings.MaxRegions, pictures, cancel), Score)];

    private JudgeRecord Score(JudgeRequest request, IReadOnlyList<Box> boxes)
    {
        var prompt = PromptParser.Parse(request.Prompt, world: world) ?? throw new SrumException(
            $"The truth can judge in the shapes world alone, and '{request.Prompt}' is no prompt of it. "
            + "Let the model judge, or take prompts of that world.");
        var truth = SceneOracle.Truth(prompt, request.Picture, world);
        var random = new SeededRandom(ContentKey.Seed("stand-in", request.Seed, request.Prompt));
        var layout = Said(truth.Check.LayoutHolds);
        var sample = Said(truth.Correct);
        var regions = boxes.Zip(truth.Reading.Regions(prompt, boxes), (box, region) => new JudgedRegion(
            box, region.Shown is { } shown ? Words.Name(shown) : null, Said(region.Right), null, Relevant: true));
        return new JudgeRecord(
            request.PromptId, request.Prompt, request.PictureFile, [.. regions],
            questions.HasFlag(JudgeQuestions.Layout) ? new LayoutJudgement(layout, null) : null,
            questions.HasFlag(JudgeQuestions.Sample) ? new SampleJudgement(sample, null, null) : null,
            Unanswered: 0, Replies: []);

        double Said(bool right) => right != random.Chance(settings.Flipped) ? 1 : -1;
    }
}
