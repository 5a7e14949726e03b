using Srum.Models;
using Srum.Pretraining;
using Srum.Shapes;

namespace Srum.Tests.Pretraining;

public sealed class PretrainSettingsTests
{
    [Theory]
    [InlineData(ModelDesign.Bagel)]
    [InlineData(ModelDesign.Janus)]
    public void The_defaults_of_a_design_can_be_trained_from_nothing_and_further(ModelDesign design)
    {
        var settings = PretrainSettings.Of(design);
        settings.Validate();
        (settings with { World = World.Small.Name }).Validate();
        (settings with { Start = "model" }).Validate();
        (settings with { Start = "model", FromStep = 0 }).Validate();
    }

    [Fact]
    public void A_setting_out_of_range_is_named()
    {
        var settings = new PretrainSettings();
        (string Path, PretrainSettings Settings)[] wrong =
        [
            ("autoencoderSteps", settings with { AutoencoderSteps = 0 }),
            ("steps", settings with { Steps = 0 }),
            ("plainShare", settings with { PlainShare = 1.1 }),
            ("nearMissSteps", settings with { NearMissSteps = 0 }),
            ("nearMissRate", settings with { NearMissRate = 0 }),
            ("learningRate", settings with { LearningRate = double.PositiveInfinity }),
            ("warmUp", settings with { WarmUp = -1 }),
            ("decayShare", settings with { DecayShare = double.NaN }),
            ("averageDecay", settings with { AverageDecay = 1 }),
            ("prompts", settings with { Prompts = 0 }),
            ("prompts", settings with { Prompts = 3 }),
            ("picturesPerPrompt", settings with { PicturesPerPrompt = 0 }),
            ("seeRows", settings with { SeeRows = 0 }),
            ("judgeRows", settings with { JudgeRows = 0 }),
            ("compareRows", settings with { CompareRows = 0 }),
            ("sightRows", settings with { SightRows = 0 }),
            ("lessonShare", settings with { LessonShare = -1 }),
            ("middleShare", settings with { MiddleShare = -0.1 }),
            ("independenceShare", settings with { IndependenceShare = double.NaN }),
            ("independenceObjects", settings with { IndependenceObjects = 0 }),
            ("world", settings with { Start = "model", World = World.Small.Name }),
            ("fromStep", settings with { FromStep = 5 }),
            ("fromStep", settings with { Start = "model", FromStep = settings.Steps }),
            ("probeEvery", settings with { ProbeEvery = 0 }),
            ("probePrompts", settings with { ProbePrompts = 0 }),
        ];
        Assert.All(wrong, it =>
        {
            var failure = Assert.Throws<SettingException>(it.Settings.Validate);
            Assert.Equal(it.Path, failure.Path);
            Assert.Contains("must be", failure.Message);
        });
    }
}
