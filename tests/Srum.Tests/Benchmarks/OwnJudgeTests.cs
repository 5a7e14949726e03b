using Srum.Benchmarks;
using Srum.Imaging;
using Srum.Models;
using Srum.Tests.Judging;

namespace Srum.Tests.Benchmarks;

/// <summary>A model that marks what it drew itself.</summary>
public sealed class OwnJudgeTests
{
    private static readonly Picture Grey = new(8, 8, new byte[192]);

    [Fact]
    public void It_gives_the_models_answers_in_the_order_of_the_questions()
    {
        var model = new ScriptedModel((question, _) => $"about {question.Text}");
        var judge = new OwnJudge(model);
        Assert.Equal(["about this", "about that"], judge.Answer([new Question([Grey], "this"), new([Grey], "that")]));
        Assert.Equal(new AnswerSettings(), Assert.Single(model.Batches).Settings);
        Assert.Equal("own scripted", judge.Name);
    }

    [Fact]
    public void It_answers_as_it_is_told_to()
    {
        var (model, settings) = (new ScriptedModel((_, _) => ""), new AnswerSettings { MaxTokens = 7 });
        new OwnJudge(model, settings).Answer([new Question([Grey], "this")]);
        Assert.Equal(settings, Assert.Single(model.Batches).Settings);
    }

    [Fact]
    public void An_answer_without_a_mark_is_kept_and_unanswered()
    {
        var model = new ScriptedModel((question, _) =>
            question.Text.Contains("a cat") ? "{\"score\": 80}" : "I cannot say.");
        var marker = new JudgeMarker(new CompBench(), new OwnJudge(model));
        var marks = marker.Mark([ToMark(1, "a cat"), ToMark(2, "a dog")]);
        Assert.Equal([80, null], marks.Select(mark => mark!.Marks[CompBench.Score]));
        Assert.Equal(["I cannot say."], marks[1]!.Replies);
    }

    private static PictureToMark ToMark(long id, string prompt) =>
        new(new BenchmarkPrompt(id, prompt, "color"), 0, () => Grey);
}
