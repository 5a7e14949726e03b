using Srum.Audits;
using Srum.Evaluation;
using Srum.Judging;
using Srum.Regions;
using Srum.Runs;
using Srum.Shapes;
using Srum.Tests.Judging;

namespace Srum.Tests.Audits;

/// <summary>Audits of judges whose faults are known, on rendered pictures.</summary>
public sealed class JudgeAuditTests
{
    private static readonly EvaluationPrompt[] Prompts =
    [
        new("1", "a red circle left of a blue square", "spatial"), new("2", "two green crosses", "numeracy"),
        new("3", "a yellow triangle and a purple circle", "color"), new("4", "a blue solid circle", "fill"),
    ];

    private static readonly IReadOnlyList<EvaluatedPicture> Trials = AuditTrials.RightAndWrong(Prompts, 3, 7);

    [Fact]
    public void Trials_are_right_and_wrong_in_turn()
    {
        Assert.Equal(24, Trials.Count);
        Assert.Equal(
            Enumerable.Range(0, Trials.Count).Select(i => i % 2 == 0),
            new OracleEvaluator().Score(Trials).Select(score => score!.Correct));
    }

    [Fact]
    public void A_judge_that_sees_everything_separates_all_pairs_and_none_of_another_prompts()
    {
        using var model = new ScriptedModel((question, _) => Said(Sees(question) ? 1 : -1));
        var audit = JudgeAudit.Run(Asking(model), new OracleEvaluator(), Trials);
        Assert.Equal(1, Auc.WithinPrompts(audit.Rewards));
        Assert.Equal(1, Auc.WithinPrompts(audit.Verdicts));
        Assert.Equal(0, Calibration.Of(audit.Verdicts).Error);
        Assert.Equal(0, VerdictRates.Of(audit.Verdicts).YesBias.Mean);
        Assert.Equal(0, audit.Unanswered);
        var mismatched = JudgeAudit.RunMismatched(Asking(model), new OracleEvaluator(), Trials);
        Assert.Equal(0.5, Auc.WithinPrompts(mismatched.Verdicts)!.Value, tolerance: 0.2);
        Assert.Equal(audit.Verdicts.Select(item => item.Right), mismatched.Verdicts.Select(item => item.Right));
    }

    [Fact]
    public void Pictures_are_judged_in_the_same_batches_whether_anybody_listens_or_not()
    {
        var trials = AuditTrials.RightAndWrong(Prompts, 10, 7);
        SizedJudge told = new(), untold = new();
        JudgeAudit.Run(told, new OracleEvaluator(), trials, new Progress<StageProgress>());
        JudgeAudit.Run(untold, new OracleEvaluator(), trials);
        Assert.Equal([64, 16], untold.Sizes);
        Assert.Equal(untold.Sizes, told.Sizes);
    }

    [Fact]
    public void Questions_without_a_reply_end_an_audit_with_their_reason()
    {
        var failure = Assert.Throws<SrumException>(() =>
            JudgeAudit.Run(new SilentJudge(), new OracleEvaluator(), Trials));
        Assert.Contains("The budget is spent.", failure.Message);
    }

    [Fact]
    public void Its_scores_have_every_area_at_one_and_none_for_other_prompts()
    {
        using var model = new ScriptedModel((question, _) => Said(Sees(question) ? 1 : -1));
        var scores = JudgeScores.Of(
            JudgeAudit.Run(Asking(model), new OracleEvaluator(), Trials),
            JudgeAudit.RunMismatched(Asking(model), new OracleEvaluator(), Trials));
        Assert.All(
            (Estimate?[])[
                scores.Rewards["published"], scores.Rewards["dense"], scores.RewardPooled, scores.Whole,
                scores.WholePooled,
            ],
            area => Assert.Equal((1.0, 4), (area!.Mean, area.Count)));
        // It calls every object a circle: for two crosses that is beside the point and counts 0, under the signed rule
        // all there is.
        Assert.Equal(0.875, scores.Rewards["signed"]!.Mean);
        Assert.InRange(scores.OtherPrompt!.Mean, 0.3, 0.7);
        // It says of every region and of the layout what holds of the whole, which is less than what holds of each.
        Assert.InRange(scores.Regions!.Mean, 0.6, 1);
        Assert.InRange(scores.Layout!.Mean, 0.6, 1);
        Assert.Equal((0.0, 0.0, 1.0, Trials.Count),
            (scores.Verdicts.YesBias.Mean, scores.CalibrationError!.Value, scores.Answered, scores.Pictures));
    }

    [Fact]
    public void A_judge_that_says_nothing_leaves_nothing_to_measure()
    {
        using var model = new ScriptedModel((_, _) => "I would rather not say.");
        var audit = JudgeAudit.Run(Asking(model), new OracleEvaluator(), Trials);
        Assert.Empty(audit.Rewards);
        Assert.Empty(audit.Verdicts);
        Assert.True(audit.Unanswered >= 2 * Trials.Count);
    }

    [Fact]
    public void Bias_trials_are_all_right_and_differ_in_one_thing()
    {
        foreach (var trials in (IReadOnlyList<BlockPicture>[])[AuditTrials.ByPlace(6, 1), AuditTrials.ByColour(6, 1)])
        {
            Assert.All(
                new OracleEvaluator().Score([.. trials.Select(trial => trial.Picture)]),
                score => Assert.True(score!.Correct));
            Assert.All(
                trials.GroupBy(trial => trial.Block),
                block => Assert.Equal(block.Count(), block.Select(trial => trial.Group).Distinct().Count()));
        }

        Assert.All(
            AuditTrials.ByPlace(6, 1).GroupBy(trial => trial.Block),
            block => Assert.Single(block.Select(trial => trial.Picture.Prompt.Text).Distinct()));
    }

    [Fact]
    public void A_judge_that_likes_the_top_is_found_out_by_place_and_not_by_colour()
    {
        using var model = new ScriptedModel(
            (question, _) => Said(SceneOracle.Read(question.Pictures[0]).Objects[0].Object.Row == 0 ? 1 : 0.5));
        var (places, colours) = (AuditTrials.ByPlace(8, 2), AuditTrials.ByColour(8, 2));
        var byPlace = GroupBias.Of(places.Scores(Asking(model)));
        Assert.True(byPlace.P < 0.01);
        Assert.StartsWith("top", byPlace.Groups.MaxBy(group => group.Value.Mean).Key);
        Assert.True(GroupBias.Of(colours.Scores(Asking(model))).P > 0.05);
    }

    private static Judge Asking(ScriptedModel model) =>
        new(model, new SegmentProposer(), new OwnJudgeSettings { Tries = 1 }, JudgeQuestions.All);

    private static bool Sees(Srum.Models.Question question) =>
        SceneOracle.Truth(
            PromptParser.Parse(Prompts.Single(prompt => question.Text.Contains(prompt.Text)).Text)!,
            question.Pictures[0]).Correct;

    private static string Said(double score) => string.Join(
        '\n',
        Enumerable.Range(1, 5).Select(n => Invariant($"Region ID: {n}\nObject: circle\nScore: {score}\nReason: seen")))
        + Invariant($"\nScore: {score}\nReason: seen");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed class SizedJudge : IJudge
    {
        public List<int> Sizes { get; } = [];

        public object Decisive => "sized";

        public string Proposer => "segments";

        public IReadOnlyList<JudgeRecord> Run(
            IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default)
        {
            Sizes.Add(pictures.Count);
            return [.. pictures.Select(picture => new JudgeRecord(
                picture.PromptId, picture.Prompt, picture.PictureFile, [], null, null, 0, []))];
        }
    }

    private sealed class SilentJudge : IJudge
    {
        public object Decisive => "silent";

        public string Proposer => "segments";

        public IReadOnlyList<JudgeRecord> Run(
            IReadOnlyList<JudgeRequest> pictures, CancellationToken cancel = default) =>
            [.. pictures.Select(picture => new JudgeRecord(
                picture.PromptId, picture.Prompt, picture.PictureFile, [], null, null, 0, [])
            {
                Open = new OpenQuestions(1, "The budget is spent.", true),
            })];
    }
}
