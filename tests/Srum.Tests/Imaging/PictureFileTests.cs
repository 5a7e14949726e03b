using Srum.Imaging;

namespace Srum.Tests.Imaging;

public sealed class PictureFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 5)]
    [InlineData(64, 64)]
    public void A_png_gives_its_pixels_back(int width, int height)
    {
        var picture = Noise(width, height);
        var path = Path.Combine(folder, "a.png");
        PictureFile.WritePng(path, picture);
        var read = PictureFile.Read(path);
        Assert.Equal((width, height), (read.Width, read.Height));
        Assert.Equal(picture.Rgb, read.Rgb);
    }

    [Fact]
    public void A_png_of_ours_is_known_from_others()
    {
        var path = Path.Combine(folder, "a.png");
        Assert.False(PictureFile.IsOwn(path));
        PictureFile.WritePng(path, Noise(3, 2));
        Assert.True(PictureFile.IsOwn(path));
        File.WriteAllBytes(path, PictureFile.EncodePng(Noise(3, 2)));
        Assert.False(PictureFile.IsOwn(path));
        File.WriteAllText(path, "mine");
        Assert.False(PictureFile.IsOwn(path));
    }

    [Fact]
    public void Equal_pictures_give_equal_png_bytes() =>
        Assert.Equal(PictureFile.EncodePng(Noise(33, 21)), PictureFile.EncodePng(Noise(33, 21)));

    [Fact]
    public void A_jpeg_gives_its_pixels_back_nearly()
    {
        var picture = new Picture(16, 16, [.. Enumerable.Repeat((byte)200, 16 * 16 * 3)]);
        var path = Path.Combine(folder, "a.jpg");
        PictureFile.WriteJpeg(path, picture);
        Assert.All(PictureFile.Read(path).Rgb, value => Assert.InRange(value, 197, 203));
    }

    [Theory]
    [InlineData("a.png", 0x89)]
    [InlineData("a.PNG", 0x89)]
    [InlineData("a", 0x89)]
    [InlineData("a.jpg", 0xFF)]
    [InlineData("a.JPEG", 0xFF)]
    public void A_files_ending_names_its_format(string name, byte first)
    {
        PictureFile.Write(Path.Combine(folder, name), Noise(3, 2));
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(folder, name))[0]);
    }

    [Fact]
    public void An_ending_of_another_format_is_refused_by_name()
    {
        var path = Path.Combine(folder, "a.webp");
        Assert.Contains(path, Assert.Throws<SrumException>(() => PictureFile.Write(path, Noise(3, 2))).Message);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a picture")]
    [InlineData("BM......................................................")]
    [InlineData("GIF89a\u0001\0\u0001\0\0\0\0")]
    public void What_is_no_png_or_jpeg_is_named(string content)
    {
        var path = Path.Combine(folder, "a.png");
        File.WriteAllText(path, content);
        Assert.Contains(path, Assert.Throws<SrumException>(() => PictureFile.Read(path)).Message);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        var missing = Path.Combine(folder, "none.png");
        Assert.Contains(missing, Assert.Throws<SrumException>(() => PictureFile.Read(missing)).Message);
        Assert.Contains(folder, Assert.Throws<SrumException>(() => PictureFile.Read(folder)).Message);
    }

    [Fact]
    public void A_picture_cut_short_is_refused_wherever_it_is_cut()
    {
        var png = PictureFile.EncodePng(Noise(40, 40));
        for (var length = 0; length < png.Length - 8; length += 97)
        {
            var cut = png[..length];
            Assert.Throws<SrumException>(() => PictureFile.Decode(cut, "cut.png"));
        }
    }

    [Fact]
    public void A_size_over_the_limit_is_refused_before_pixels_are_allocated()
    {
        var png = PictureFile.EncodePng(Noise(1, 1));
        (png[16], png[17], png[18], png[19]) = (0, 1, 0, 0); // 65536 pixels wide
        (png[20], png[21], png[22], png[23]) = (0, 1, 0, 0);
        var crc = Crc(png.AsSpan(12, 17));
        (png[29], png[30], png[31], png[32]) = ((byte)(crc >> 24), (byte)(crc >> 16), (byte)(crc >> 8), (byte)crc);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(
            "65536 × 65536", Assert.Throws<SrumException>(() => PictureFile.Decode(png, "big.png")).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10 << 20);
    }

    internal static Picture Noise(int width, int height, int seed = 1)
    {
        var rgb = new byte[width * height * 3];
        new Random(seed).NextBytes(rgb);
        return new Picture(width, height, rgb);
    }

    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }
}
