using Srum.Audits;
using Srum.Display;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Judging;

namespace Srum.Tests.Audits;

/// <summary>Two judges on the same pictures, against figures worked out by hand.</summary>
public sealed class JudgeComparisonTests
{
    private static readonly Box Where = new(0, 0, 0.5, 0.5);

    // Whole-picture scores of the first judge, of the second, and the truth; two pictures a prompt.
    private static readonly (double? First, double? Second, bool? Right)[] Said =
    [
        (0.8, 0.6, true), (-0.4, 0.2, false),
        (0.5, -0.2, true), (-0.9, -0.8, false),
        (0.1, null, null), (null, 0.9, true),
    ];

    [Fact]
    public void Agreement_worth_and_cost_are_those_of_what_was_said()
    {
        var comparison = JudgeComparison.Of(("own", Audit(said => said.First, null), 3), (
            "endpoint:large", Audit(said => said.Second, new JudgeCost(2, 100, 10, 1)), 60));

        var whole = comparison.Agreement[0];
        Assert.Equal(4, whole.Both);
        // Same side: the first and the fourth picture.
        Assert.Equal(0.5, whole.SameSide!.Mean);
        // Each holds two of four good, so that chance alone agrees on half.
        Assert.Equal(0, whole.Kappa);
        // Ranks 4 2 3 1 and 4 3 2 1: one swap of neighbours, 1 − 6·2/(4·15).
        Assert.Equal(0.8, whole.RankCorrelation!.Mean, 1e-9);
        Assert.Equal((6, 5), (comparison.Pictures, comparison.WithTruth));
        Assert.Equal(1, comparison.First.Whole!.Mean);
        // The second takes the first prompt's pictures right and the second's too, over all pairs the third below.
        Assert.Equal(1, comparison.Second.Whole!.Mean);
        Assert.Equal(5 / 6.0, comparison.Second.WholePooled!.Mean, 1e-9);
        Assert.Equal((1, 1), (comparison.First.Unanswered, comparison.Second.Unanswered));
        Assert.Null(comparison.First.Cost);
        Assert.Equal(new JudgeCost(12, 600, 60, 6), comparison.Second.Cost);
        Assert.Equal((4, 4), (comparison.Agreement[2].Both, comparison.Agreement[1].Both));
        var page = JudgeComparisonPage.ToHtml(comparison, "srum audit judges <own>");
        Assert.Contains("&lt;own&gt;", page);
        Assert.Contains("rank correlation", $"{JudgeComparisonPage.Agreement(comparison)}");
    }

    [Fact]
    public void A_judge_that_always_says_the_same_has_no_kappa()
    {
        var constant = JudgeAgreement.Of("x", [("1", 1, 1), ("2", 1, -1)], _ => 0);
        Assert.Null(constant.Kappa);
        Assert.Null(constant.RankCorrelation);
        Assert.Equal(0.5, constant.SameSide!.Mean);
        Assert.Null(JudgeAgreement.Of("x", [("1", null, 1)], _ => 0).SameSide);
    }

    private static JudgeAudit Audit(
        Func<(double? First, double? Second, bool? Right), double?> score, JudgeCost? cost) =>
        new([.. Said.Select((said, i) =>
        {
            var record = new JudgeRecord(
                $"{i / 2}", "a cat", $"{i}.png", [new JudgedRegion(Where, "cat", score(said), null, true)],
                new LayoutJudgement(score(said), null), new SampleJudgement(score(said), null, null),
                score(said) is null ? 1 : 0, []) { Cost = cost };
            return new AuditedPicture(
                new EvaluationPrompt($"{i / 2}", "a cat"), new Picture(8, 8, new byte[192]), record,
                said.Right is { } right ? new PictureScore(right, right ? 1 : 0) : null);
        })]);
}
