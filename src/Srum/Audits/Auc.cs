using Srum.Evaluation;
using Srum.Judging;

namespace Srum.Audits;

/// <summary>
/// Area under the ROC curve: how often a right picture gets a higher score than a wrong one (Mann and Whitney 1947);
/// equal scores count half. 0.5 is chance.
/// </summary>
public static class Auc
{
    /// <summary>Over all pairs of pictures, whatever their prompts: easy prompts help.</summary>
    /// <returns>In [0, 1]; null where all pictures are right, or all wrong.</returns>
    public static double? Pooled(IReadOnlyList<ScoredTruth> items)
    {
        var right = items.Count(item => item.Right);
        var wrong = items.Count - right;
        if (right == 0 || wrong == 0)
        {
            return null;
        }

        var ranks = RankCorrelation.Ranks([.. items.Select(item => item.Score)]);
        var sum = items.Zip(ranks, (item, rank) => item.Right ? rank : 0).Sum();
        return (sum - (right * (right + 1.0) / 2)) / ((double)right * wrong);
    }

    /// <summary>Both areas, with how many pictures they are of and what stayed unanswered.</summary>
    /// <param name="items">The pictures with a score and a truth.</param>
    /// <param name="judged">All judgements, also those without a score.</param>
    internal static JudgeResult Result(IReadOnlyList<ScoredTruth> items, IEnumerable<JudgeRecord> judged) =>
        new(WithinPrompts(items), Pooled(items), items.Count, judged.Sum(record => record.Unanswered));

    /// <summary>
    /// The pictures of the prompts that have both kinds, which alone tell something within prompts: an error of
    /// <see cref="WithinPrompts"/> is over these.
    /// </summary>
    public static IReadOnlyList<ScoredTruth> Telling(IReadOnlyList<ScoredTruth> items) =>
    [
        .. items.GroupBy(item => item.Prompt).Where(prompt => prompt.Select(item => item.Right).Distinct().Count() > 1)
            .SelectMany(prompt => prompt),
    ];

    /// <summary>
    /// Only pairs of pictures of the same prompt, which is what a reward needs; the mean over prompts that have both
    /// kinds, each prompt counting once.
    /// </summary>
    /// <returns>In [0, 1]; null where no prompt has both kinds.</returns>
    public static double? WithinPrompts(IEnumerable<ScoredTruth> items)
    {
        var areas = items.GroupBy(item => item.Prompt).Select(group => Pooled([.. group])).OfType<double>().ToArray();
        return areas.Length == 0 ? null : areas.Average();
    }
}
