using CsCheck;
using Srum.Text;

namespace Srum.Tests.Text;

public sealed class CanonicalCompositionTests
{
    [Theory]
    [InlineData("e\u0301", "é")]
    [InlineData("\u1e9b\u0323", "\u1e9b\u0323")] // ẛ̣ composes no further
    [InlineData("\u1e0a\u0323", "\u1e0c\u0307")] // dot above and below change places
    [InlineData("\u212b", "\u00c5")] // the ångström sign is the letter
    [InlineData("\u0958", "\u0915\u093c")] // excluded from composition
    [InlineData("\u1100\u1161\u11a8", "\uac01")] // a Hangul syllable of three
    [InlineData("\uac00\u11a8", "\uac01")]
    [InlineData("a\u0315\u0300\u05ae\u0062", "\u00e0\u05ae\u0315b")]
    [InlineData("\u0344", "\u0308\u0301")] // a mark that decomposes and never comes back
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\u2adc", "\u2add\u0338")]
    public void Composes_as_unicode_says(string text, string composed) =>
        Assert.Equal(composed, CanonicalComposition.Apply(text));

    [Fact]
    public void Composing_twice_changes_nothing() =>
        Gen.OneOf(
            Gen.Char['\u0041', '\u0370'], Gen.Char['\u0900', '\u0a00'], Gen.Char['\u1100', '\u1200'],
            Gen.Char['\u1e00', '\u1fff'])
            .Array[0, 12].Select(c => new string(c)).Sample(text =>
            {
                var once = CanonicalComposition.Apply(text);
                return CanonicalComposition.Apply(once) == once;
            });
}
