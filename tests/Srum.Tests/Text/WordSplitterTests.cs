using System.Text.RegularExpressions;
using CsCheck;
using Srum.Text;

namespace Srum.Tests.Text;

public sealed class WordSplitterTests
{
    [Theory]
    [InlineData("a red circle", "a| red| circle")]
    [InlineData("you'd've", "you|'d|'ve")]
    [InlineData("I'LL 'Tis 'ſx", "I|'LL| '|Tis| '|ſx")]
    [InlineData("'ſx", "'ſ|x")]
    [InlineData("a  b", "a| | b")]
    [InlineData("a  ", "a|  ")]
    [InlineData("x   \n   y", "x|   \n|  | y")]
    [InlineData("1,000", "1|,|0|0|0")]
    [InlineData(" 12", " |1|2")]
    [InlineData("end.\n\nNext", "end|.\n\n|Next")]
    [InlineData("\tword (word)", "\tword| (|word|)")]
    [InlineData("𝒜b 𝟙2", "𝒜b| |𝟙|2")]
    [InlineData("🙂a", "🙂a")]
    [InlineData("🙂🙂", "🙂🙂")]
    [InlineData("''s", "''|s")]
    public void Cuts_as_the_published_pattern_does(string text, string words) =>
        Assert.Equal(words, string.Join("|", Words(text)));

    [Fact]
    public void Agrees_with_the_regular_expression_inside_the_basic_plane()
    {
        var pattern = new Regex(
            @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
            RegexOptions.CultureInvariant);
        const string characters = "aZé字'sSlLtrve12½\u0663 \u00a0\u3000\t\r\n\u0085.,-→\u0301\u200d";
        Gen.Int[0, characters.Length - 1].Select(i => characters[i]).Array[0, 30].Select(c => new string(c))
            .Sample(text =>
                pattern.Matches(text).Select(match => match.Value).SequenceEqual(Words(text)));
    }

    private static List<string> Words(string text)
    {
        var cut = new List<string>();
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var length = WordSplitter.First(rest);
            cut.Add(rest[..length].ToString());
            rest = rest[length..];
        }

        return cut;
    }
}
