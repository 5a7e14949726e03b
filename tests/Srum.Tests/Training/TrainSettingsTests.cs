using Srum.Judging;
using Srum.Maps;
using Srum.Training;

namespace Srum.Tests.Training;

public sealed class TrainSettingsTests
{
    [Fact]
    public void The_defaults_are_the_papers_recipe()
    {
        var settings = new TrainSettings();
        Assert.Equal((2.5e-5, 500, 0.1), (settings.LearningRate, settings.WarmUpSteps, settings.TextDropout));
        Assert.Equal((4.0, true), (settings.Forward.TimestepShift, settings.Forward.FreezeUnderstanding));
        Assert.Equal(
            new AdamWSettings { Beta1 = 0.9, Beta2 = 0.95, Epsilon = 1e-15, WeightDecay = 0, ClipNorm = 1 },
            settings.Optimiser);
        Assert.Equal(
            new Weighted { Reward = RewardKind.Dual, Map = MapRule.Published, Lambda = 0.5, MeanWeight = null },
            settings.Objective);
        settings.Validate();
    }

    [Fact]
    public void An_objective_says_what_a_judge_must_be_asked()
    {
        Assert.All((Objective[])[new Supervised(), new Rendered()], objective =>
            Assert.Equal((JudgeQuestions)0, objective.Questions));
        Assert.Equal(JudgeQuestions.Dual, new Weighted { Reward = RewardKind.Local }.Questions);
        Assert.Equal(JudgeQuestions.Sample, new Bounded { Reward = RewardKind.Sample }.Questions);
    }

    [Fact]
    public void The_learning_rate_rises_in_a_line_and_stays()
    {
        var settings = new TrainSettings { LearningRate = 1, WarmUpSteps = 4, Steps = 100 };
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1], Enumerable.Range(0, 6).Select(step => settings.LearningRateAt(step)));
        Assert.Equal(1, settings.LearningRateAt(99));
        Assert.Equal(1, (settings with { WarmUpSteps = 0 }).LearningRateAt(0));
        Assert.Equal(
            [0.5, 1], Enumerable.Range(0, 2).Select(step => (settings with { Steps = 2 }).LearningRateAt(step)));
    }

    [Theory]
    [InlineData(LearningRateDecay.Linear, 0.5)]
    [InlineData(LearningRateDecay.Cosine, 0.5)]
    public void A_decay_is_half_way_down_in_the_middle_and_ends_near_nothing(LearningRateDecay decay, double middle)
    {
        var settings = new TrainSettings { LearningRate = 1, WarmUpSteps = 100, Steps = 1100, Decay = decay };
        Assert.Equal(middle, settings.LearningRateAt(600), 1e-3);
        Assert.InRange(settings.LearningRateAt(1099), 1e-7, 1.1e-3);
        Assert.True(
            Enumerable.Range(100, 999).All(step => settings.LearningRateAt(step + 1) < settings.LearningRateAt(step)));
    }

    [Fact]
    public void A_setting_out_of_range_is_named()
    {
        var settings = new TrainSettings();
        (string Path, TrainSettings Settings)[] wrong =
        [
            ("train.steps", settings with { Steps = 0 }),
            ("train.batchSize", settings with { BatchSize = 0 }),
            ("train.learningRate", settings with { LearningRate = 0 }),
            ("train.learningRate", settings with { LearningRate = double.NaN }),
            ("train.warmUpSteps", settings with { WarmUpSteps = -1 }),
            ("train.optimiser.beta1", settings with { Optimiser = new() { Beta1 = 1 } }),
            ("train.optimiser.beta2", settings with { Optimiser = new() { Beta2 = -0.1 } }),
            ("train.optimiser.epsilon", settings with { Optimiser = new() { Epsilon = 0 } }),
            ("train.optimiser.weightDecay", settings with { Optimiser = new() { WeightDecay = double.NaN } }),
            ("train.optimiser.clipNorm", settings with { Optimiser = new() { ClipNorm = -1 } }),
            ("train.textDropout", settings with { TextDropout = 1.5 }),
            ("train.checkpointEvery", settings with { CheckpointEvery = 0 }),
            ("train.forward.timestepShift", settings with { Forward = settings.Forward with { TimestepShift = 0 } }),
            ("train.objective.lambda", settings with { Objective = new Weighted { Lambda = -1 } }),
            ("train.objective.meanWeight", settings with { Objective = new Weighted { MeanWeight = 0 } }),
            ("train.objective.reach", settings with { Objective = new Weighted { Reach = 0 } }),
            ("train.objective.clip", settings with { Objective = new Clipped { Clip = 1 } }),
            ("train.objective.meanReward", settings with { Objective = new Clipped { MeanReward = 1 } }),
            ("train.objective.group", settings with { Objective = new Preference { Group = 1 } }),
            ("train.objective.beta", settings with { Objective = new Preference { Beta = 0 } }),
            ("train.batchSize", settings with { Objective = new Preference(), BatchSize = 15 }),
            ("train.passSize", settings with { Objective = new Preference { Group = 4 }, PassSize = 6 }),
        ];
        Assert.All(wrong, it =>
        {
            var failure = Assert.Throws<SettingException>(it.Settings.Validate);
            Assert.Equal(it.Path, failure.Path);
            Assert.Contains("must be", failure.Message);
        });
    }

    [Fact]
    public void No_two_trainings_share_a_name()
    {
        TrainingId[] all =
        [
            .. from recipe in (string[])["x", "x-0", "x-round2", "x-0-round2"] from seed in (long[])[
                0, 1, 2] from round in (int[])[0, 1, 2]
               select new TrainingId(recipe, seed, round),
        ];
        Assert.Equal(all.Length, all.Select(training => training.Name).Distinct().Count());
        Assert.Equal(
            ("verdict-0", "verdict-3-round4"), (new TrainingId("verdict").Name, new TrainingId("verdict", 3, 3).Name));
    }
}
