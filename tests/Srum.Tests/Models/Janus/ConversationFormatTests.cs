using Srum.Models;
using Srum.Models.Janus;

namespace Srum.Tests.Models.Janus;

public sealed class ConversationFormatTests
{
    public static IEnumerable<TheoryDataRow<string>> Models => JanusFixture.Models;

    [Theory]
    [InlineData(" Yes.", "Yes.")]
    [InlineData("  Yes.", " Yes.")]
    [InlineData("Yes.", "Yes.")]
    [InlineData("", "")]
    public void An_answer_is_bare_without_the_formats_one_blank(string answer, string bare) =>
        Assert.Equal(bare, ConversationFormat.Bare(answer));

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_reply_that_is_begun_stands_where_an_answer_would(string name)
    {
        var folder = JanusFixture.Folder(name);
        var tokens = new PromptTokens(JanusConfig.Read(folder), folder);
        var asked = tokens.ToAnswer(new Question([], "what is it?"));
        var begun = tokens.ToAnswer(new Question([], "what is it?", ReplyPrefix: "It is"));
        Assert.Equal([.. asked, .. tokens.Continue(" It is")], begun);
    }

    [Fact]
    public void An_unknown_format_and_a_system_text_without_a_place_are_refused()
    {
        Assert.Contains(
            "vicuna", Assert.Throws<SrumException>(() => new ConversationFormat("vicuna").Text("", [])).Message);
        var bare = new ConversationFormat("llava_llama2");
        Assert.Contains("system", Assert.Throws<SrumException>(() => bare.Text("Be kind.", [])).Message);
    }
}
