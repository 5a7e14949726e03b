using Srum.Text;

namespace Srum.Tests.Text;

public sealed class CodePointPatternTests
{
    [Theory]
    [InlineData(@"\s?[a-c]+", "xx abc", " abc")]
    [InlineData(@"\s?[a-c]+", "abx", "ab")]
    [InlineData(@"\s+$", "a  b  ", "  ")]
    [InlineData(@"[!-/:-~]+", "1.a", ".a")] // the published class of signs holds the letters
    [InlineData(@"[\u0041-\u0042]+", "xAB", "AB")]
    [InlineData(@"[𐐀-𐑏]+", "a𐐀𐐨b", "𐐀𐐨")]
    [InlineData(@"[a\-z]", "b-", "-")]
    [InlineData(@"[az-]+", "b-a", "-a")]
    [InlineData(@"a*b", "xaab", "aab")]
    [InlineData(@"a?ab", "ab", "ab")] // the first part gives back what the rest needs
    public void Finds_what_the_expression_matches_first(string pattern, string text, string match)
    {
        int[] points = [.. text.EnumerateRunes().Select(rune => rune.Value)];
        var (start, length) = CodePointPattern.Parse(pattern).Next(points, 0);
        Assert.Equal(match, string.Concat(points.Skip(start).Take(length).Select(char.ConvertFromUtf32)));
    }

    [Fact]
    public void Says_that_there_is_nothing_more() =>
        Assert.Equal((3, 0), CodePointPattern.Parse("a").Next([98, 98, 98], 0));

    [Theory]
    [InlineData(@"\p{L}+")]
    [InlineData("(a|b)")]
    [InlineData("[^a]")]
    [InlineData("[a")]
    [InlineData("a*")]
    [InlineData("[z-a]")]
    public void What_it_does_not_know_is_refused(string pattern) =>
        Assert.Throws<FormatException>(() => CodePointPattern.Parse(pattern));
}
