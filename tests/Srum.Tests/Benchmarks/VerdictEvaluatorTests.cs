using Srum.Benchmarks;
using Srum.Evaluation;
using Srum.Imaging;
using Srum.Tests.Judging;

namespace Srum.Tests.Benchmarks;

/// <summary>A model's verdicts in an evaluator's place.</summary>
public sealed class VerdictEvaluatorTests
{
    private static readonly string[] Prompts =
        ["a red circle", "a blue square", "a green cross", "a yellow triangle"];

    private static readonly ScriptedModel Model = new((question, _) =>
        Array.FindIndex(Prompts, prompt => question.Text.Contains(prompt)) switch
        {
            0 => "Score: 0.5",
            1 => "Score: 0",
            2 => "Score: -1",
            _ => "I cannot say.",
        });

    [Fact]
    public void A_picture_is_right_whose_verdict_is_above_0_and_has_no_score_without_one()
    {
        var picture = new Picture(8, 8, new byte[192]);
        var scores = new VerdictEvaluator(Model).Score(
            [.. Prompts.Select((prompt, i) => new EvaluatedPicture(new EvaluationPrompt($"{i}", prompt), picture))]);
        PictureScore?[] expected = [new(true, 0.75), new(false, 0.5), new(false, 0), null];
        Assert.Equal(expected, scores);
    }

    [Fact]
    public void Its_name_says_whose_verdict_it_is() =>
        Assert.Equal("own verdict scripted", new VerdictEvaluator(Model).Name);
}
