using Srum.Models;
using Srum.Rounds;
using Srum.Shapes;
using Srum.Tests.Shapes;
using Srum.Training;

namespace Srum.Tests.Rounds;

/// <summary>What the small round's comment says of its defaults.</summary>
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
