using Srum.Imaging;

namespace Srum.Tests.Imaging;

public sealed class ResizeTests
{
    [Fact]
    public void A_picture_of_that_size_is_returned_as_it_is()
    {
        var picture = PictureFileTests.Noise(9, 5);
        Assert.Same(picture, Resize.Bicubic(picture, 9, 5));
    }

    [Theory]
    [InlineData(1, 1, 16, 96)]
    [InlineData(50, 3, 7, 64)]
    [InlineData(64, 64, 224, 224)]
    [InlineData(301, 200, 1, 1)]
    public void One_colour_stays_one_colour(int width, int height, int newWidth, int newHeight)
    {
        var rgb = Enumerable.Range(0, width * height).SelectMany(_ => new byte[] { 0, 77, 255 }).ToArray();
        var resized = Resize.Bicubic(new Picture(width, height, rgb), newWidth, newHeight);
        Assert.Equal((newWidth, newHeight), (resized.Width, resized.Height));
        Assert.Equal(Enumerable.Range(0, newWidth * newHeight).SelectMany(_ => new byte[] { 0, 77, 255 }), resized.Rgb);
    }

    [Fact]
    public void Mirroring_before_is_mirroring_after()
    {
        var picture = PictureFileTests.Noise(37, 11);
        var resized = Resize.Bicubic(picture, 52, 29);
        var mirrored = Resize.Bicubic(Mirror(picture), 52, 29);
        Assert.Equal(Mirror(resized).Rgb, mirrored.Rgb);
    }

    private static Picture Mirror(Picture picture)
    {
        var rgb = new byte[picture.Rgb.Length];
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            var (row, column) = (i / picture.Width, i % picture.Width);
            var from = ((row * picture.Width) + picture.Width - 1 - column) * 3;
            picture.Rgb.AsSpan(from, 3).CopyTo(rgb.AsSpan(i * 3));
        }

        return new Picture(picture.Width, picture.Height, rgb);
    }
}
