using Srum.Audits;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Maps;
using Srum.Recipes;
using Srum.Regions;
using Srum.Training;

namespace Srum.Rounds;

/// <summary>The judged pictures of a first round, and what the judge was worth on them.</summary>
/// <param name="First">The round.</param>
/// <param name="Recipe">A recipe that learnt from them by rewards.</param>
internal sealed record JudgedRollout(FirstRound First, Recipe Recipe)
{
    /// <summary>
    /// That of the last recipe that learns from rewards, in the order of an experiment: what its page says of a judge,
    /// and who chooses for untrained rivals, is that one's. Null where none does.
    /// </summary>
    /// <param name="recipes">The recipes.</param>
    /// <param name="firsts">What the first round of each learnt from.</param>
    public static JudgedRollout? Last(IReadOnlyList<Recipe> recipes, IReadOnlyList<FirstRound> firsts)
    {
        var last = Enumerable.Range(0, recipes.Count).LastOrDefault(i => recipes[i].Train.Objective is Rewarded, -1);
        return last < 0 ? null : new JudgedRollout(firsts[last], recipes[last]);
    }

    /// <summary>What learnt from them.</summary>
    public Rewarded Objective => (Rewarded)Recipe.Train.Objective;

    /// <summary>
    /// The judge held against the evaluator: how well mean weights tell right pictures from wrong ones.
    /// </summary>
    /// <param name="scores">Says which pictures are right.</param>
    public JudgeResult Audit(RolloutScores scores)
    {
        var judged = First.Judged!;
        var items = new List<ScoredTruth>();
        foreach (var (i, truth) in scores.Of(First.Folder, First.Drawn).Index())
        {
            if (truth is null)
            {
                continue;
            }

            var picture = First.Folder.Picture(First.Drawn[i].PictureFile);
            if (DualReward.From(judged[i], picture.Width, picture.Height, Objective.Reward) is { } reward)
            {
                var map = RewardMap.Paint(Objective.Map, picture.Width, picture.Height, reward);
                items.Add(new ScoredTruth(First.Drawn[i].Prompt, map.Mean, truth.Correct));
            }
        }

        return Auc.Result(items, judged);
    }

    /// <summary>Who said where to look; null where the objective asks about no region, so that nobody did.</summary>
    public string? Proposer =>
        Objective.Questions.HasFlag(JudgeQuestions.Regions) ? First.Judge!.Proposer : null;

    /// <summary>
    /// The share of segmentation's regions that the proposer found, which needs no truth; null where there was no
    /// proposer, and for segmentation itself, of whose own boxes it would say nothing.
    /// </summary>
    public Estimate? ProposerRecall()
    {
        var segments = new SegmentProposer();
        if (Proposer is null || Proposer == segments.Name)
        {
            return null;
        }

        var recalls = First.Judged!.Select(record => (record.PromptId, Recall: RegionRecall.Of(
            [.. segments.Propose(First.Folder.Picture(record.PictureFile)).Take(Recipe.Judge.MaxRegions)],
            [.. record.Regions.Select(region => region.Box)])));
        return Estimate.ByPrompt(
            recalls.Where(picture => picture.Recall is not null), picture => picture.PromptId,
            picture => picture.Recall!.Value);
    }
}
