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
    public void What_is_asked_again_depends_on_the_picture_and_not_on_the_others()
    {
        var model = new ScriptedModel((_, _) => "I cannot say.");
        EvaluatedPicture[] pictures = [.. Enumerable.Range(0, 3).Select(i => new EvaluatedPicture(
            new EvaluationPrompt($"{i}", "a red circle"), new Picture(1, 1, [(byte)i, 0, 0])))];
        new VerdictEvaluator(model).Score(pictures);
        var seeds = Seeds();
        new VerdictEvaluator(model).Score(pictures[2..]);
        Assert.Equal(seeds.Select(batch => batch[2]), Seeds()[seeds.Length..].Select(batch => batch[0]));
        Assert.All(seeds, batch => Assert.Equal(3, batch.Distinct().Count()));

        long[][] Seeds() => [.. model.Batches.Select(
            batch => batch.Questions.Select(question => question.Seed).ToArray())];
    }

    [Fact]
    public void Its_name_says_whose_verdict_it_is() =>
        Assert.Equal("own verdict scripted", new VerdictEvaluator(Model).Name);
}
