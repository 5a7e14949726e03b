using Srum.Judging;

namespace Srum.Tests.Judging;

public sealed class OwnJudgeSettingsTests
{
    [Fact]
    public void A_setting_that_no_picture_can_be_judged_with_is_named()
    {
        foreach (var (settings, path) in new (OwnJudgeSettings Settings, string Path)[]
        {
            (new() { Answer = new() { MaxTokens = 0 } }, "judge.answer.maxTokens"),
            (new() { Answer = new() { BatchSize = 0 } }, "judge.answer.batchSize"),
            (new() { Answer = new() { Temperature = 0.5 } }, "judge.answer.temperature"),
            (new() { RetryTemperature = double.NaN }, "judge.retryTemperature"),
            (new() { Graded = new() { After = "" } }, "judge.graded.after"),
            (new() { Graded = new() { Answers = [] } }, "judge.graded.answers"),
            (new() { Graded = new() { Answers = [new(" yes", 1), new("", -1)] } }, "judge.graded.answers"),
            (new() { Graded = new() { Answers = [new(" yes", 1.5)] } }, "judge.graded.answers"),
            (new() { Graded = new() { Answers = [new(" yes", double.NaN)] } }, "judge.graded.answers"),
        })
        {
            Assert.Equal(path, Assert.Throws<SettingException>(() => settings.Validate()).Path);
        }

        new OwnJudgeSettings { Graded = GradedScore.Verdict }.Validate();
    }
}
