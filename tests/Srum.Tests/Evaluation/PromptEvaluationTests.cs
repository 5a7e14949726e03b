using Srum.Evaluation;

namespace Srum.Tests.Evaluation;

public sealed class PromptEvaluationTests
{
    [Fact]
    public void Pictures_of_a_prompt_are_averaged_before_prompts_are()
    {
        var scores = PromptEvaluation.Tabulate(
            "base", [], [[Record("a", 1, true), Record("a", 2, false), Record("b", 1, true)]]);
        Assert.Equal([0.5, 1], scores.Rows[0]);
        var result = scores.Result;
        Assert.Equal((0.75, 2), (result.WholePrompt!.Mean, result.WholePrompt.Count));
        Assert.Equal([0.75], result.PerSeed);
        Assert.Equal(["kind-a", "kind-b"], result.ByCategory.Keys);
        Assert.Equal(new Estimate(0.5, 0, 1), result.ByCategory["kind-a"]);
    }

    [Fact]
    public void An_unscored_picture_leaves_every_compared_system()
    {
        IReadOnlyList<EvaluationRecord> a = [Record("a", 1, true), Record("b", 1, null)], b =
            [Record("b", 1, true), Record("a", 1, false)];
        Assert.Equal([1], PromptEvaluation.Tabulate("a", [], [a], [b]).Rows[0]);
        Assert.Equal([0], PromptEvaluation.Tabulate("b", [], [b], [a]).Rows[0]);
    }

    [Fact]
    public void Trainings_stand_in_rows_whatever_the_order_of_their_records()
    {
        var scores = PromptEvaluation.Tabulate(
            "srum", [3, 4],
            [[Record("a", 1, true), Record("b", 1, false)], [Record("b", 1, false), Record("a", 1, true)]]);
        Assert.Equal([1, 0], scores.Rows[0]);
        Assert.Equal([1, 0], scores.Rows[1]);
    }

    [Fact]
    public void Other_pictures_and_none_are_refused()
    {
        Assert.Contains("same prompts", Assert.Throws<SrumException>(
            () => PromptEvaluation.Tabulate("a", [], [[Record("a", 1, true)]], [[Record("a", 2, true)]])).Message);
        Assert.Contains(
            "scored",
            Assert.Throws<SrumException>(() => PromptEvaluation.Tabulate("a", [], [[Record("a", 1, null)]])).Message);
    }

    [Fact]
    public void A_table_needs_one_picture_that_all_have_scored()
    {
        Assert.True(PromptEvaluation.CanTabulate(
            [[Record("a", 1, true), Record("b", 1, null)], [Record("a", 1, false), Record("b", 1, true)]]));
        Assert.False(PromptEvaluation.CanTabulate(
            [[Record("a", 1, true), Record("b", 1, null)], [Record("a", 1, null), Record("b", 1, true)]]));
    }

    [Fact]
    public void Prompts_that_state_no_category_have_no_column()
    {
        var result = PromptEvaluation.Tabulate(
            "base", [], [[Record("a", 1, true), Record("b", 1, false) with { Category = "" }]]).Result;
        Assert.Equal(["kind-a"], result.ByCategory.Keys);
        Assert.Equal(2, result.WholePrompt!.Count);
    }

    private static EvaluationRecord Record(string prompt, long seed, bool? correct) =>
        new(prompt, "kind-" + prompt, seed, correct is { } right ? new PictureScore(right, right ? 1 : 0.5) : null);
}
