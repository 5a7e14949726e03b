using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using Srum.Imaging;

namespace Srum.Tests.Imaging;

/// <summary>
/// A PNG is walked chunk by chunk: what was cut short or lost something is no picture, wherever an end mark stands.
/// </summary>
public sealed class PngWalkTests
{
    private static readonly byte[] Whole = PictureFile.EncodePng(PictureFileTests.Noise(40, 40));

    [Fact]
    public void A_file_cut_anywhere_is_called_cut_short() =>
        Assert.All(Enumerable.Range(1, Whole.Length - 1), length => Refuses(Whole[..length], "cut short"));

    [Fact]
    public void Bytes_behind_the_end_mark_are_nobodys_business()
    {
        Assert.Equal(40, PictureFile.Decode([.. Whole, 0], "a").Width);
        Assert.Equal(40, PictureFile.Decode([.. Whole, .. Whole[..100]], "a").Width);
    }

    [Theory]
    [InlineData("tEXt", "Comment\0IEND")]
    [InlineData("tEXt", "Comment\0 \0\0\0\0IEND\u00ae\u0042\u0060\u0082")]
    [InlineData("eXIf", "\0\0\0\0IEND\u00ae\u0042\u0060\u0082")]
    public void An_end_mark_in_a_chunk_is_none(string chunk, string content)
    {
        var parts = Chunks(Whole);
        parts.Insert(1, (chunk, Encoding.Latin1.GetBytes(content)));
        var noted = Joined(parts);
        Assert.Equal(40, PictureFile.Decode(noted, "a").Width);
        Assert.All([1, 12, 13, 100, Whole.Length / 2], less => Refuses(noted[..^less], "cut short"));
    }

    [Fact]
    public void A_file_that_lost_a_chunk_of_its_data_is_refused_whichever_it_is()
    {
        var parts = Split(Whole, pieces: 9);
        Assert.Equal(40, PictureFile.Decode(Joined(parts), "a").Width);
        for (var lost = 1; lost < parts.Count - 1; lost++)
        {
            Refuses(Joined([.. parts.Where((_, i) => i != lost)]), "Fetch or export it again");
        }

        Refuses(Joined([.. parts.Where((_, i) => i < 6), parts[^1]]), "cut short", "% of the picture");
    }

    [Fact]
    public void Every_checksum_counts()
    {
        var parts = Split(Whole, pieces: 2);
        parts.Insert(1, ("tEXt", "Comment\0x"u8.ToArray()));
        var (at, sound) = (8, Joined(parts));
        foreach (var (chunk, content) in parts)
        {
            var bytes = (byte[])sound.Clone();
            at += 12 + content.Length;
            bytes[at - 1] ^= 1;
            Refuses(bytes, "damaged", chunk);
        }
    }

    [Fact]
    public void Chunks_stand_in_their_order()
    {
        var parts = Split(Whole, pieces: 2);
        Refuses(Joined([parts[1], parts[0], parts[2], parts[3]]), "header");
        Refuses(Joined([parts[0], parts[0], parts[1], parts[2], parts[3]]), "header");
        Refuses(Joined([parts[0], parts[1], ("tEXt", "a\0b"u8.ToArray()), parts[2], parts[3]]), "behind a chunk tEXt");
        Refuses(Joined([parts[0], parts[3]]), "no data");
        Refuses(Joined([parts[0], ("1DAT", parts[1].Content), parts[2], parts[3]]), "there should be a chunk");
    }

    [Fact]
    public void A_length_that_no_file_has_is_refused()
    {
        var bytes = (byte[])Whole.Clone();
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(33), uint.MaxValue);
        Refuses(bytes, "cut short", "IDAT");
    }

    public static TheoryData<PngColorType, PngBitDepth, PngInterlaceMode> Kinds
    {
        get
        {
            var kinds = new TheoryData<PngColorType, PngBitDepth, PngInterlaceMode>();
            foreach (var interlace in Enum.GetValues<PngInterlaceMode>())
            {
                foreach (var depth in Enum.GetValues<PngBitDepth>())
                {
                    foreach (var colour in Enum.GetValues<PngColorType>().Where(colour => Has(colour, depth)))
                    {
                        kinds.Add(colour, depth, interlace);
                    }
                }
            }

            return kinds;

            static bool Has(PngColorType colour, PngBitDepth depth) => colour switch
            {
                PngColorType.Grayscale => true,
                PngColorType.Palette => depth != PngBitDepth.Bit16,
                _ => depth >= PngBitDepth.Bit8,
            };
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Data_fill_all_rows_and_no_fewer(PngColorType colour, PngBitDepth depth, PngInterlaceMode interlace)
    {
        foreach (var (width, height) in ((int, int)[])[(1, 1), (2, 3), (3, 1), (5, 5), (5, 9), (8, 8), (17, 6)])
        {
            if (interlace == PngInterlaceMode.Adam7 && Math.Min(width, height) < 5)
            {
                continue; // refused, below
            }

            var picture = PictureFileTests.Noise(width, height);
            using var image = Image.LoadPixelData<Rgb24>(picture.Rgb, width, height);
            using var file = new MemoryStream();
            image.Save(file, new PngEncoder { ColorType = colour, BitDepth = depth, InterlaceMethod = interlace });
            var png = file.ToArray();
            var read = PictureFile.Decode(png, "a");
            Assert.Equal((width, height), (read.Width, read.Height));
            Assert.Equal(width, PictureFile.Decode(Repacked(png, data => [.. data, 0, 0]), "a").Width);
            Refuses(Repacked(png, data => data[..^1]), "cut short", "% of the picture");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 9)]
    [InlineData(9, 4)]
    public void An_interlaced_picture_with_a_pass_that_holds_nothing_is_refused(int width, int height)
    {
        using var image = new Image<Rgb24>(width, height);
        using var file = new MemoryStream();
        image.Save(file, new PngEncoder { InterlaceMethod = PngInterlaceMode.Adam7 });
        Refuses(file.ToArray(), "interlaced", "fewer than 5 pixels");
    }

    private static void Refuses(byte[] bytes, params string[] said)
    {
        var message = Assert.Throws<SrumException>(() => PictureFile.Decode(bytes, "cut.png")).Message;
        Assert.All(["cut.png", .. said], part => Assert.Contains(part, message));
    }

    private static List<(string Chunk, byte[] Content)> Chunks(byte[] png)
    {
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }

    private static byte[] Joined(IEnumerable<(string Chunk, byte[] Content)> chunks)
    {
        List<byte> png = [.. Whole.AsSpan(0, 8)];
        var number = new byte[4];
        foreach (var (chunk, content) in chunks)
        {
            BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
            png.AddRange(number);
            byte[] summed = [.. Encoding.ASCII.GetBytes(chunk), .. content];
            png.AddRange(summed);
            BinaryPrimitives.WriteUInt32BigEndian(number, PictureFileTests.Crc(summed));
            png.AddRange(number);
        }

        return [.. png];
    }

    private static byte[] Data(byte[] png) =>
        [.. Chunks(png).Where(part => part.Chunk == "IDAT").SelectMany(part => part.Content)];

    private static List<(string Chunk, byte[] Content)> Split(byte[] png, int pieces) =>
        Replaced(png, Data(png).Chunk((Data(png).Length / pieces) + 1));

    private static byte[] Repacked(byte[] png, Func<byte[], byte[]> change)
    {
        using var unpacked = new MemoryStream();
        new ZLibStream(new MemoryStream(Data(png)), CompressionMode.Decompress).CopyTo(unpacked);
        using var packed = new MemoryStream();
        using (var pack = new ZLibStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            pack.Write(change(unpacked.ToArray()));
        }

        return Joined(Replaced(png, [packed.ToArray()]));
    }

    private static List<(string Chunk, byte[] Content)> Replaced(byte[] png, IEnumerable<byte[]> data)
    {
        var parts = Chunks(png);
        return [.. parts.TakeWhile(part => part.Chunk != "IDAT"), .. data.Select(piece => ("IDAT", piece)), parts[^1]];
    }
}
