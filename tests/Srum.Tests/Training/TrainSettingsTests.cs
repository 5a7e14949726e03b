using System.Text.Json;
using Srum.Rewards;
using Srum.Runs;
using Srum.Training;

namespace Srum.Tests.Training;

public sealed class TrainSettingsTests
{
    [Fact]
    public void The_defaults_are_the_papers_recipe()
    {
        var settings = new TrainSettings();
        Assert.Equal((0.5, 2.5e-5, 500, 0.1), (settings.LambdaConstraint, settings.LearningRate, settings.WarmUpSteps, settings.TextDropout));
        Assert.Equal((4.0, true), (settings.Forward.TimestepShift, settings.Forward.FreezeUnderstanding));
        Assert.Equal(new AdamWSettings { Beta1 = 0.9, Beta2 = 0.95, Epsilon = 1e-15, WeightDecay = 0, ClipNorm = 1 }, settings.Optimiser);
        Assert.Equal((true, RewardKind.Dual, MapRule.Published), (settings.Weighted, settings.Reward, settings.Rule));
        settings.Validate();
    }

    [Fact]
    public void Each_departure_from_the_method_has_a_name_of_its_own()
    {
        var srum = new TrainSettings();
        Assert.Equal("srum", srum.SystemName);
        Assert.Equal("sft", srum.AsSft().SystemName);
        Assert.Equal("srum-signed", (srum with { Rule = MapRule.Signed }).SystemName);
        Assert.Equal("srum-dense-global-unconstrained", (srum with { Rule = MapRule.Dense, Reward = RewardKind.GlobalOnly, LambdaConstraint = 0 }).SystemName);
        Assert.Equal("verdict", (srum with { Rule = MapRule.Dense, Reward = RewardKind.Sample }).AsReflected().SystemName);
        Assert.Equal("srum-dense-sample", (srum with { Rule = MapRule.Dense, Reward = RewardKind.Sample }).SystemName);
        Assert.Equal("srum-local-matched", (srum with { Reward = RewardKind.LocalOnly, MatchedMeanWeight = 0.4 }).SystemName);
        Assert.Equal("control", srum.AsControl().SystemName);
        Assert.Equal("sft", srum.AsControl().AsSft().SystemName);
        Assert.Equal("sft-unfrozen", (srum with { Forward = new() { FreezeUnderstanding = false } }).AsSft().SystemName);
        Assert.Equal("srum-round2", (srum with { EarlierRounds = 1 }).SystemName);
        Assert.Equal("srum-reflected", srum.AsReflected().SystemName);
        Assert.Equal("srum-dense-sample-rank-reflected", (srum.AsReflected() with { Rule = MapRule.Dense, Reward = RewardKind.Sample, PictureReward = PictureReward.Rank }).SystemName);
        Assert.Equal("sft", (srum.AsReflected() with { PictureReward = PictureReward.Rank }).AsSft().SystemName);
    }

    [Fact]
    public void Settings_from_before_the_reflected_loss_are_written_as_they_were() =>
        Assert.DoesNotContain("reflected", JsonSerializer.Serialize(new TrainSettings(), RecordFormat.Line), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void The_learning_rate_rises_in_a_line_and_stays()
    {
        var settings = new TrainSettings { LearningRate = 1, WarmUpSteps = 4, Steps = 100 };
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1], Enumerable.Range(0, 6).Select(step => settings.LearningRateAt(step)));
        Assert.Equal(1, settings.LearningRateAt(99));
        Assert.Equal(1, (settings with { WarmUpSteps = 0 }).LearningRateAt(0));
    }

    [Theory]
    [InlineData(LearningRateDecay.Linear, 0.5)]
    [InlineData(LearningRateDecay.Cosine, 0.5)]
    public void A_decay_is_half_way_down_in_the_middle_and_ends_near_nothing(LearningRateDecay decay, double middle)
    {
        var settings = new TrainSettings { LearningRate = 1, WarmUpSteps = 100, Steps = 1100, Decay = decay };
        Assert.Equal(middle, settings.LearningRateAt(600), 3);
        Assert.InRange(settings.LearningRateAt(1099), 1e-7, 1.1e-3);
        Assert.True(Enumerable.Range(100, 999).All(step => settings.LearningRateAt(step + 1) < settings.LearningRateAt(step)));
    }

    [Fact]
    public void A_setting_out_of_range_is_named()
    {
        var settings = new TrainSettings();
        TrainSettings[] wrong =
        [
            settings with { Steps = 0 }, settings with { BatchSize = 0 }, settings with { LearningRate = 0 }, settings with { LearningRate = double.NaN },
            settings with { WarmUpSteps = -1 }, settings with { LambdaConstraint = -1 }, settings with { MatchedMeanWeight = 0 },
            settings with { TextDropout = 1.5 }, settings with { RepulsionReach = 0 }, settings with { CheckpointEvery = 0 },
            settings with { Rendered = true }, settings with { EarlierRounds = -1 },
            settings.AsReflected() with { LambdaConstraint = 0.5 }, settings.AsReflected() with { MatchedMeanWeight = 1 }, settings.AsReflected() with { Weighted = false },
            settings with { Forward = settings.Forward with { TimestepShift = 0 } },
        ];
        Assert.All(wrong, it => Assert.Contains("must be", Assert.Throws<SrumException>(it.Validate).Message));
    }
}
