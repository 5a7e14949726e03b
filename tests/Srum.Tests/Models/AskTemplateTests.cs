using Srum.Imaging;
using Srum.Models;

namespace Srum.Tests.Models;

public sealed class AskTemplateTests
{
    private static readonly Picture Seen = new(1, 1, new byte[3]);

    [Fact]
    public void Without_a_template_a_question_is_asked_as_it_is()
    {
        var question = AskTemplate.Of(new ModelSettings()).Ask(Seen, "  how many {question}s? ", 5);
        Assert.Equal(
            new Question([Seen], "  how many {question}s? ", null, "", 5) with { Pictures = question.Pictures },
            question);
        Assert.Same(Seen, Assert.Single(question.Pictures));
    }

    [Fact]
    public void A_models_template_stands_around_the_question()
    {
        var settings = new ModelSettings
        {
            Templates = new Dictionary<string, string> { ["ask"] = "system = Look closely.\nreply = \"It shows "
                + "\"\n---\nAnswer in a word: {question}\n" },
        };
        var question = AskTemplate.Of(settings).Ask(Seen, "which shape?");
        Assert.Equal(
            ("Answer in a word: which shape?", "Look closely.", "It shows "),
            (question.Text, question.System, question.ReplyPrefix));
    }

    [Theory]
    [InlineData("Answer in a word.", "{question}")]
    [InlineData("region = x\n---\n{question}", "'region'")]
    public void A_template_that_cannot_ask_is_refused_by_name(string template, string named)
    {
        var message = Assert.Throws<SrumException>(() => AskTemplate.Parse(template)).Message;
        Assert.Contains("ask template", message);
        Assert.Contains(named, message);
    }
}
