using CsCheck;
using Srum.Imaging;

namespace Srum.Tests.Imaging;

public sealed class PictureTransformTests
{
    [Fact]
    public void The_published_rules_are_the_defaults()
    {
        Assert.Equal(new PictureTransform(1024, 512, 16, 1806336), PictureTransform.PublishedVae);
        Assert.Equal(new PictureTransform(980, 224, 14, 1806336), PictureTransform.PublishedVit);
    }

    [Theory]
    [InlineData(1, 50, 16, 96)] // a strip loses its shape
    [InlineData(64, 64, 64, 64)]
    public void Sizes_follow_the_published_order_of_steps(int width, int height, int newWidth, int newHeight) =>
        Assert.Equal((newWidth, newHeight), new PictureTransform(96, 32, 16, 1000000).Size(width, height));

    [Fact]
    public void Every_size_is_a_multiple_of_the_stride_and_at_most_the_longest_side_rounded() =>
        Gen.Select(Gen.Int[1, 4000], Gen.Int[1, 4000]).Sample((width, height) =>
        {
            var (w, h) = PictureTransform.PublishedVit.Size(width, height);
            return w % 14 == 0 && h % 14 == 0 && w >= 14 && h >= 14 && Math.Max(w, h) <= 980;
        });

    [Fact]
    public void A_rule_without_positive_numbers_is_refused() =>
        Assert.Throws<SrumException>(() => new PictureTransform(96, 32, 0).Size(10, 10));
}
