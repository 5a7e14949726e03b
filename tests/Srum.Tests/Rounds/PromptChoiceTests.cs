using Srum.Judging;
using Srum.Prompts;
using Srum.Rounds;

namespace Srum.Tests.Rounds;

public sealed class PromptChoiceTests
{
    private static readonly PromptEntry[] Prompts =
        [.. Enumerable.Range(0, 40).Select(i => new PromptEntry(i, $"prompt {i}", ""))];

    [Fact]
    public void Prompts_on_which_verdicts_disagree_are_asked_more_often()
    {
        var choice = new PromptChoice(JudgeQuestions.Sample);
        // Even ones are half right, odd ones all right or all wrong.
        double[] Scores(int i) => i % 2 == 0 ? [-1, 1] : i % 4 == 1 ? [1, 1] : [-1, -1];
        choice.Learn(Prompts.SelectMany((prompt, i) => Scores(i).Select(score => Record(prompt.Text, score))));
        var asked = Enumerable.Range(0, 200).SelectMany(seed => choice.Next(Prompts, 10, seed)).ToList();
        Assert.InRange(asked.Count(prompt => prompt.Id % 2 == 0) / 2000.0, 0.85, 0.99);
    }

    [Fact]
    public void Every_prompt_is_asked_once_at_most_in_the_sets_order_and_none_is_given_up()
    {
        var choice = new PromptChoice(JudgeQuestions.Sample);
        choice.Learn(Prompts.Take(20).Select(prompt => Record(prompt.Text, 1)));
        var chosen = choice.Next(Prompts, 25, 3);
        Assert.Equal(25, chosen.Distinct().Count());
        Assert.Equal(chosen.OrderBy(prompt => prompt.Id), chosen);
        Assert.Equal(Prompts, choice.Next(Prompts, 40, 3));
    }

    [Fact]
    public void The_same_seed_chooses_the_same_prompts_and_newer_verdicts_replace_older_ones()
    {
        PromptChoice one = new(JudgeQuestions.Sample), two = new(JudgeQuestions.Sample);
        one.Learn([Record("prompt 1", 1)]);
        one.Learn([Record("prompt 1", 0)]);
        two.Learn([Record("prompt 1", 0)]);
        Assert.Equal(one.Next(Prompts, 7, 5), two.Next(Prompts, 7, 5));
        Assert.NotEqual(one.Next(Prompts, 7, 5), one.Next(Prompts, 7, 6));
    }

    [Fact]
    public void Scores_are_those_of_the_own_reward_whatever_else_the_judge_was_asked()
    {
        PromptChoice alone = new(JudgeQuestions.Sample), shared = new(JudgeQuestions.Sample);
        var layout = new PromptChoice(JudgeQuestions.Dual);
        JudgeRecord[] records =
            [.. Prompts.SelectMany((prompt, i) => new[] { 1.0, i % 2 == 0 ? -1 : 1 }
                .Select(score => Record(prompt.Text, score)))];
        JudgeRecord[] both = [.. records.Select(record => record with { Layout = new LayoutJudgement(1, null) })];
        alone.Learn(records);
        shared.Learn(both);
        layout.Learn(both);
        Assert.Equal(alone.Next(Prompts, 10, 5), shared.Next(Prompts, 10, 5));
        Assert.NotEqual(alone.Next(Prompts, 10, 5), layout.Next(Prompts, 10, 5));
    }

    private static JudgeRecord Record(string prompt, double score) =>
        new("1", prompt, "picture.png", [], null, new SampleJudgement(score, null, null), 0, []);
}
