using Srum.Imaging;

namespace Srum.Tests.Imaging;

/// <summary>Damaged picture files give the named error or a picture; nothing else may come out.</summary>
[Trait("Category", "Fuzz")]
public sealed class PictureFuzzTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Explicit = true)]
    public void Damaged_pictures_never_crash()
    {
        var jpeg = Path.Combine(folder, "a.jpg");
        PictureFile.WriteJpeg(jpeg, PictureFileTests.Noise(40, 24));
        byte[][] seeds =
        [
            PictureFile.EncodePng(PictureFileTests.Noise(40, 24)),
            File.ReadAllBytes(jpeg),
        ];
        var random = new Random(1);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])seeds[round % seeds.Length].Clone();
            for (var i = random.Next(6); i >= 0; i--)
            {
                // Most damage goes to the front, where sizes and tables stand.
                bytes[random.Next(2) == 0 ? random.Next(Math.Min(bytes.Length, 200)) : random.Next(bytes.Length)] =
                    (byte)random.Next(256);
            }

            try
            {
                PictureFile.Decode(bytes, "fuzz");
                read++;
            }
            catch (SrumException failure)
            {
                Assert.Contains("fuzz", failure.Message);
                refused++;
            }
        }

        Assert.True(read > 100 && refused > 1_000, $"{read} read, {refused} refused: the damage is of one kind only");
    }

    [Fact(Explicit = true)]
    public void Damaged_png_chunks_with_sound_checksums_never_crash()
    {
        var sound = PictureFile.EncodePng(PictureFileTests.Noise(16, 16));
        var random = new Random(2);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])sound.Clone();
            for (var i = random.Next(3); i >= 0; i--)
            {
                bytes[random.Next(16, Math.Min(bytes.Length, 80))] = (byte)random.Next(256);
            }

            MendChecksums(bytes);
            try
            {
                PictureFile.Decode(bytes, "fuzz");
            }
            catch (SrumException)
            {
                // refused by name, as it should be
            }
        }
    }

    private static void MendChecksums(byte[] png)
    {
        for (var at = 8; at + 12 <= png.Length;)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            if (length < 0 || length > png.Length - at - 12)
            {
                return;
            }

            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(
                png.AsSpan(at + 8 + length), PictureFileTests.Crc(png.AsSpan(at + 4, length + 4)));
            at += 12 + length;
        }
    }
}
