using Srum.Imaging;
using Srum.Notebooks;

namespace Srum.Tests.Imaging;

/// <summary>A JPEG is walked marker by marker, and each scan must hold what the picture needs.</summary>
public sealed class JpegWalkTests
{
    private static readonly byte[] EndMark = [0xFF, 0xD9];

    /// <summary>
    /// Baseline, progressive, with restarts, a scan for each component, grey, and with a preview and a comment that
    /// hold end marks.
    /// </summary>
    public static TheoryData<string> Pictures =>
        [.. Directory.GetFiles(Folder, "*.jpg").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(Repository.Root, "tests", "Srum.Tests", "Imaging", "pictures");

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_whole_file_is_read(string name)
    {
        var bytes = Read(name);
        var picture = PictureFile.Decode(bytes, name);
        Assert.Equal(picture.Rgb, PictureFile.Decode([.. bytes, .. bytes], name).Rgb);
        Assert.Equal(picture.Rgb, PictureFile.Decode([.. bytes[..^2], 0xFF, 0xFF, .. bytes[^2..]], name).Rgb);
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_file_cut_anywhere_is_called_cut_short(string name)
    {
        var bytes = Read(name);
        Assert.All(Enumerable.Range(2, bytes.Length - 2), length => Refuses(bytes[..length], "cut short"));
    }

    // But where what is lost shows in no pixel: the last bits of a progressive picture's last scan.
    [Theory]
    [MemberData(nameof(Pictures))]
    public void An_end_mark_does_not_make_a_cut_file_whole(string name)
    {
        var bytes = Read(name);
        var start = bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]) + 14;
        var whole = PictureFile.Decode(bytes, name);
        foreach (var at in Enumerable.Range(start, bytes.Length - 3 - start).Where(at => bytes[at - 1] != 0xFF))
        {
            byte[] cut = [.. bytes[..at], .. EndMark];
            var failure = Record.Exception(() => Assert.Equal(whole.Rgb, PictureFile.Decode(cut, name).Rgb));
            Assert.True(failure is null or SrumException, $"cut at {at} of {bytes.Length}");
        }
    }

    [Fact]
    public void A_file_that_another_one_follows_before_its_end_is_cut_short()
    {
        var bytes = Read("noise-baseline.jpg");
        Refuses([.. bytes[..^200], .. bytes], "cut short", "another picture begins");
    }

    [Fact]
    public void Segments_without_a_length_or_a_picture_are_damage()
    {
        Refuses([0xFF, 0xD8, 0xFF, 0xE0, 0, 0, .. EndMark], "no length");
        Refuses([0xFF, 0xD8, 0xFF, 0xFE, 0, 4, .. EndMark, .. EndMark], "no data");
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    private static void Refuses(byte[] bytes, params string[] said)
    {
        var message = Assert.Throws<SrumException>(() => PictureFile.Decode(bytes, "cut.jpg")).Message;
        Assert.All(["cut.jpg", .. said], part => Assert.Contains(part, message));
    }
}
