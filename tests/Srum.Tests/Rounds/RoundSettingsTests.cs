using Srum.Models;
using Srum.Rewards;
using Srum.Rounds;
using Srum.Shapes;
using Srum.Tests.Shapes;
using Srum.Training;

namespace Srum.Tests.Rounds;

/// <summary>What the comments of the recipes say of their defaults.</summary>
public sealed class RoundSettingsTests
{
    private static readonly RoundSettings Small = RoundSettings.Small(new DrawSettings());

    [Fact]
    public void Its_prompts_have_as_many_of_each_category()
    {
        var rollout = PromptSet.Read(Path.Combine(DataFolder.Path, "prompts", "rollout.json")).Prompts.Take(Small.Rollout.Prompts);
        Assert.Equal(Enumerable.Repeat(15, 7), rollout.CountBy(prompt => prompt.Category).Select(category => category.Value));
        var evaluated = SrumRound.Pictures(PromptSet.Read(Path.Combine(DataFolder.Path, "prompts", "tune.json")), Small);
        Assert.Equal(Enumerable.Repeat(30, 7), evaluated.CountBy(picture => picture.Prompt.Category).Select(category => category.Value));
    }

    [Fact]
    public void A_verdict_learns_for_about_two_epochs_a_round_from_nothing_but_itself()
    {
        var verdict = RoundSettings.Verdict(new DrawSettings());
        verdict.Train.Validate();
        Assert.InRange((double)verdict.Train.Steps * verdict.Train.BatchSize / (verdict.Rollout.Prompts * verdict.Rollout.PicturesPerPrompt), 1.8, 2.2);
        Assert.Equal("verdict", verdict.Train.SystemName);
        Assert.Equal(JudgeQuestions.Sample, verdict.Asking([verdict.Train, verdict.Train.AsSft()]).Judge.Questions);
        Assert.Equal(JudgeQuestions.All, verdict.Asking(AblationArms.Of(["srum"], verdict.Train)).Judge.Questions);
        // A whole number of rounds shows every category as often.
        var rollout = PromptSet.Read(Path.Combine(DataFolder.Path, "prompts", "rollout.json")).Prompts;
        Assert.Equal(Enumerable.Repeat(9, 7), rollout.Take(verdict.Rollout.Prompts).CountBy(prompt => prompt.Category).Select(category => category.Value));
        Assert.Equal(0, rollout.Count % verdict.Rollout.Prompts);
    }

    [Fact]
    public void The_full_recipe_can_be_compared_with_the_published_rule()
    {
        var full = RoundSettings.Full(new DrawSettings());
        Assert.Equal(full.Beside, AblationArms.Of(full.Beside, full.Train).Select(arm => arm.SystemName));
        Assert.Equal(new TrainSettings().LambdaConstraint, AblationArms.Of(["srum"], full.Train)[0].LambdaConstraint);
        Assert.Equal(full.Train.Steps, AblationArms.Of(["srum"], full.Train)[0].Steps);
    }

    [Fact]
    public void Its_warm_up_is_the_papers_share_of_its_steps()
    {
        var paper = new TrainSettings();
        Assert.Equal((double)paper.WarmUpSteps / paper.Steps, (double)Small.Train.WarmUpSteps / Small.Train.Steps, 0.01);
    }

    [Fact]
    public void It_is_the_papers_recipe_but_for_sizes_and_learning_rate() => Assert.Equal(
        new TrainSettings(),
        Small.Train with
        {
            Steps = new TrainSettings().Steps, BatchSize = new TrainSettings().BatchSize, WarmUpSteps = new TrainSettings().WarmUpSteps,
            LearningRate = new TrainSettings().LearningRate, Decay = LearningRateDecay.None,
        });
}
