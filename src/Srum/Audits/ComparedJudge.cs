using Srum.Evaluation;
using Srum.Judging;

namespace Srum.Audits;

/// <summary>One of two judges that are held against each other.</summary>
/// <param name="Name">Who it is.</param>
/// <param name="Whole">
/// Area within prompts of its whole-picture score against the truth, n = prompts that have right and wrong pictures;
/// null where no truth tells it.
/// </param>
/// <param name="WholePooled">The same over all pairs of pictures.</param>
/// <param name="Reward">Area within prompts of the reward that trains, the mean weight of the published map.</param>
/// <param name="CalibrationError">
/// Expected calibration error of its whole-picture score as a probability; null where no truth tells it.
/// </param>
/// <param name="ChanceLimit">What a calibrated judge stays below in 95 of 100 such samples.</param>
/// <param name="Tally">What it answered.</param>
/// <param name="Unanswered">Scores that were asked for and that the judge did not give.</param>
/// <param name="Cost">What it took, cached judgements as they were made; null where that is not counted.</param>
/// <param name="Replies">Replies that it wrote.</param>
/// <param name="Seconds">Time of all commands on these pictures; 0 where every judgement was cached.</param>
public sealed record ComparedJudge(
    string Name, Estimate? Whole, Estimate? WholePooled, Estimate? Reward, double? CalibrationError,
    double? ChanceLimit, JudgeTally Tally, int Unanswered, JudgeCost? Cost, int Replies, double Seconds)
{
    /// <summary>Sums a judge's figures up.</summary>
    /// <param name="name">Who it is.</param>
    /// <param name="audit">What it said, and what is true.</param>
    /// <param name="seconds">How long it took.</param>
    public static ComparedJudge Of(string name, JudgeAudit audit, double seconds)
    {
        var records = audit.Pictures.Select(picture => picture.Judged).ToArray();
        var calibration = audit.Verdicts.Count == 0 ? null : Calibration.Of(audit.Verdicts);
        var costs = records.Select(record => record.Cost).OfType<JudgeCost>().ToArray();
        return new ComparedJudge(
            name, PromptBootstrap.Of(Auc.Telling(audit.Verdicts), Auc.WithinPrompts),
            PromptBootstrap.Of(audit.Verdicts, Auc.Pooled),
            PromptBootstrap.Of(Auc.Telling(audit.Rewards), Auc.WithinPrompts),
            calibration?.Error, calibration?.ChanceLimit,
            JudgeTally.Of(records), audit.Unanswered,
            costs.Length == 0 ? null : costs.Aggregate((sum, cost) => sum.Plus(cost)),
            records.Sum(record => record.Replies.Count), seconds);
    }
}
