using Srum.Prompts;

namespace Srum.Tests.Prompts;

public class CompositionTests
{
    [Fact]
    public void A_text_counts_once_or_as_often_as_the_number_behind_it_says()
    {
        Assert.Equal(
            [new("an outline star", 1), new("a star at 3:2", 0.5), new("something :D", -0.5)],
            Composition.Parse("an outline star AND a star at 3:2 :.5 AND something :D :-0.5"));
        Assert.Equal([new("a star and a heart", 1)], Composition.Parse("a star and a heart"));
    }

    [Fact]
    public void The_notation_of_texts_is_read_back()
    {
        ComposedText[] texts = [new("a star", 1), new("a heart", 0.125), new("a moon", -0.125)];
        Assert.Equal("a star AND a heart :0.125 AND a moon :-0.125", Composition.Of(texts));
        Assert.Equal(texts, Composition.Parse(Composition.Of(texts)));
    }

    [Theory]
    [InlineData("a star AND a heart", "count 2 together")]
    [InlineData("a star :0.5", "count 0.5 together")]
    [InlineData("a star :0,5 AND a heart :0.5", "count 1.5 together")]
    [InlineData("a :1e300 AND b AND c :-1e300", "at most ±1000")]
    [InlineData("a star AND  :-1 AND a heart", "holds no prompt")]
    [InlineData("", "holds no prompt")]
    [InlineData("a\u0007star", "control characters")]
    public void What_is_no_composition_is_named_with_the_remedy(string composed, string named)
    {
        Assert.Contains(named, Composition.Fault(composed), StringComparison.Ordinal);
        Assert.Throws<SrumException>(() => Composition.Parse(composed));
    }
}
