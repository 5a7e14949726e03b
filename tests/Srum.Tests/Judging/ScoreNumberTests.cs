using Srum.Judging;

namespace Srum.Tests.Judging;

public sealed class ScoreNumberTests
{
    [Theory]
    [InlineData("(from -1.0 to 1.0) 0.4", 0.4)]
    [InlineData("[-1, 1]: 0.4", 0.4)]
    [InlineData("(from -1.0 to 1.0)", null)]
    [InlineData("(from -1.0 to 1.0) high", null)]
    public void A_range_in_brackets_goes_before_a_score(string text, double? score) =>
        Assert.Equal(score, ScoreNumber.Read(text));

    /// <summary>A pattern that tries every way to divide the text would not come to an end here.</summary>
    [Theory]
    [InlineData("", null)]
    [InlineData(") 0.5", 0.5)]
    public void A_long_bracket_takes_no_longer_than_it_is(string end, double? score) =>
        Assert.Equal(score, ScoreNumber.Read($"({string.Concat(Enumerable.Repeat("1 ", 20_000))}{end}"));
}
