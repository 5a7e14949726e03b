using System.Buffers.Binary;
using System.Text;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.PixelFormats;
using Srum.Files;

namespace Srum.Imaging;

/// <summary>
/// Reads and writes picture files, PNG and JPEG alone. Sizes are checked before pixels are allocated. Transparent
/// pixels are put over white; orientation tags are ignored; grey with an alpha channel shows its hidden colour, as
/// upstream has it.
/// </summary>
public static class PictureFile
{
    /// <summary>The most pixels a file may have: 64 million, e.g. 8192 × 8192.</summary>
    public const int MaxPixels = 8192 * 8192;

    /// <summary>The longest side a file may have, in pixels: 32768.</summary>
    public const int MaxSide = 32768;

    /// <summary>The longest file that is read, in bytes: 256 MiB.</summary>
    public const int MaxLength = 256 << 20;

    // Where the header of every PNG ends, and the text behind it in ours.
    private const int HeaderEnd = 33;

    private static readonly byte[] Maker = TextChunk("Software\0SrumNotebooks");

    private static readonly Configuration Formats = CreateConfiguration();

    /// <summary>Reads a file.</summary>
    /// <param name="path">A PNG or JPEG file, whatever its ending.</param>
    /// <param name="dropsAlpha">True shows the colour that transparency hides, with no white behind it.</param>
    /// <exception cref="SrumException">It is missing, no such picture, damaged or too big.</exception>
    public static Picture Read(string path, bool dropsAlpha = false)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            if (file.Length > MaxLength)
            {
                throw new SrumException($"'{path}' has {file.Length} bytes, more than the {MaxLength} that are read. "
                    + "Use a smaller picture.");
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return Decode(bytes, path, dropsAlpha);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SrumException($"Cannot read the picture '{path}': "
                + $"{OptionalFile.WhyAbsent(path) ?? failure.Message.TrimEnd('.')}. Give the path of a PNG or JPEG "
                + "file.", failure);
        }
    }

    /// <summary>Decodes the bytes of a file.</summary>
    /// <param name="bytes">A whole PNG or JPEG file.</param>
    /// <param name="name">Names the file in messages.</param>
    /// <param name="dropsAlpha">True shows the colour that transparency hides, with no white behind it.</param>
    /// <exception cref="SrumException">No such picture, damaged or too big.</exception>
    public static Picture Decode(byte[] bytes, string name, bool dropsAlpha = false)
    {
        try
        {
            // A decoder shows what was cut short as a picture with a black or grey rest, which would be judged and
            // trained on.
            var png = PngWalk.Begins(bytes) ? PngWalk.Over(bytes, name) : null;
            var jpeg = bytes.AsSpan().StartsWith(JpegWalk.Signature) ? JpegWalk.Over(bytes, name) : null;
            if (Image.Identify(Formats, bytes, out _) is not { } info)
            {
                throw new SrumException($"'{name}' is no picture that can be read. PNG and JPEG are.");
            }

            if (Math.Max(info.Width, info.Height) > MaxSide || (long)info.Width * info.Height > MaxPixels)
            {
                throw new SrumException(
                    $"'{name}' has {info.Width} × {info.Height} pixels; up to {MaxSide} a side and {MaxPixels} in all "
                        + "are read. Use a smaller picture.");
            }

            png?.CheckRows();
            var picture = Decoded(jpeg?.Picture ?? bytes, dropsAlpha);
            return jpeg is null || Decoded(jpeg.WithMore(), dropsAlpha).Rgb.AsSpan().SequenceEqual(picture.Rgb)
                ? picture
                : throw jpeg.Cut("its data does not fill the picture");
        }
        catch (Exception failure) when (failure is not (SrumException or OutOfMemoryException))
        {
            // For crafted files the decoder throws whatever it stumbles over, not its own exceptions alone.
            throw new SrumException(
                $"'{name}' is a damaged picture or none: {failure.Message} Give a PNG or JPEG file.", failure);
        }
    }

    /// <summary>Whether <see cref="Write"/> knows the ending of a file's name: .png, .jpg, .jpeg, or none.</summary>
    public static bool CanWrite(string path) =>
        Path.GetExtension(path).ToLowerInvariant() is "" or ".png" or ".jpg" or ".jpeg";

    /// <summary>
    /// Writes a picture in the format that the file's ending names, whole or not at all: .jpg and .jpeg as JPEG, .png
    /// or no ending as PNG.
    /// </summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="picture">The picture.</param>
    /// <exception cref="SrumException">The ending names another format, or the file cannot be written.</exception>
    public static void Write(string path, Picture picture)
    {
        if (!CanWrite(path))
        {
            throw new SrumException($"'{path}' ends in no format that is written. Name a .png or .jpg file.");
        }

        if (Path.GetExtension(path).ToLowerInvariant() is ".jpg" or ".jpeg")
        {
            WriteJpeg(path, picture);
        }
        else
        {
            WritePng(path, picture);
        }
    }

    /// <summary>
    /// Writes a PNG of 8-bit RGB, whole or not at all; equal pictures give equal bytes on every system. It says what
    /// wrote it.
    /// </summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="picture">The picture.</param>
    /// <exception cref="SrumException">The file cannot be written.</exception>
    public static void WritePng(string path, Picture picture)
    {
        var png = EncodePng(picture);
        AtomicFile.Write(path, [.. png.AsSpan(0, HeaderEnd), .. Maker, .. png.AsSpan(HeaderEnd)]);
    }

    /// <summary>Whether <see cref="WritePng"/> wrote a file, as far as that can be known.</summary>
    internal static bool IsOwn(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var start = new byte[HeaderEnd + Maker.Length];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
                && start.AsSpan(HeaderEnd).SequenceEqual(Maker);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A PNG of 8-bit RGB; equal pictures give equal bytes on every system.</summary>
    /// <param name="picture">The picture.</param>
    public static byte[] EncodePng(Picture picture) => Encode(picture, new PngEncoder
    {
        ColorType = PngColorType.Rgb,
        BitDepth = PngBitDepth.Bit8,
        FilterMethod = PngFilterMethod.Adaptive,
        CompressionLevel = PngCompressionLevel.Level6,
        IgnoreMetadata = true,
    });

    /// <summary>Writes a JPEG, whole or not at all.</summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">From 1 to 100; 90 by default.</param>
    /// <exception cref="SrumException">The file cannot be written.</exception>
    public static void WriteJpeg(string path, Picture picture, int quality = 90) =>
        AtomicFile.Write(path, EncodeJpeg(picture, quality));

    /// <summary>The bytes of a JPEG.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="quality">From 1 to 100; 90 by default.</param>
    public static byte[] EncodeJpeg(Picture picture, int quality = 90) =>
        Encode(picture, new JpegEncoder { Quality = quality });

    /// <summary>The size that a file's header states, without reading the picture; null where it is none.</summary>
    /// <param name="path">The file.</param>
    public static (int Width, int Height)? Size(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var info = Image.Identify(Formats, file, out _);
            return info is { Width: > 0, Height: > 0 } ? (info.Width, info.Height) : null;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // As above: a crafted header may throw anything. Whoever reads the picture is told what is wrong with it.
            return null;
        }
    }

    private static byte[] Encode(Picture picture, SixLabors.ImageSharp.Formats.IImageEncoder encoder)
    {
        using var image = Image.LoadPixelData<Rgb24>(Formats, picture.Rgb, picture.Width, picture.Height);
        using var bytes = new MemoryStream();
        image.Save(bytes, encoder);
        return bytes.ToArray();
    }

    private static Picture Decoded(byte[] bytes, bool dropsAlpha)
    {
        using var image = Image.Load<Rgba32>(Formats, bytes, out var format);
        var hidesAlpha = format is PngFormat
            && image.Metadata.GetPngMetadata().ColorType == PngColorType.GrayscaleWithAlpha;
        return OverWhite(image, keepHidden: hidesAlpha || dropsAlpha);
    }

    private static Picture OverWhite(Image<Rgba32> image, bool keepHidden)
    {
        var rgb = new byte[image.Width * image.Height * 3];
        image.ProcessPixelRows(rows =>
        {
            var at = 0;
            for (var y = 0; y < rows.Height; y++)
            {
                foreach (var pixel in rows.GetRowSpan(y))
                {
                    var alpha = keepHidden ? 255 : pixel.A;
                    rgb[at] = Blend(pixel.R, alpha);
                    rgb[at + 1] = Blend(pixel.G, alpha);
                    rgb[at + 2] = Blend(pixel.B, alpha);
                    at += 3;
                }
            }
        });
        return new Picture(image.Width, image.Height, rgb);

        // (colour · alpha + 255 · (255 − alpha)) / 255, rounded, without a division
        static byte Blend(byte colour, int alpha)
        {
            var sum = (colour * alpha) + (255 * (255 - alpha)) + 128;
            return (byte)(((sum >> 8) + sum) >> 8);
        }
    }

    private static byte[] TextChunk(string text)
    {
        byte[] content = [.. "tEXt"u8, .. Encoding.ASCII.GetBytes(text)];
        var chunk = new byte[content.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, text.Length);
        content.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 4), PngWalk.Crc(content));
        return chunk;
    }

    private static Configuration CreateConfiguration()
    {
        var formats = new Configuration(new PngConfigurationModule(), new JpegConfigurationModule())
        {
            // One row group of the largest picture that is let in needs less; anything above is a crafted file.
            MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { AllocationLimitMegabytes = 512 }),
        };
        // Texts and profiles in a file can be compressed bombs, and nobody here reads them.
        formats.ImageFormatsManager.SetDecoder(PngFormat.Instance, new PngDecoder { IgnoreMetadata = true });
        formats.ImageFormatsManager.SetDecoder(JpegFormat.Instance, new JpegDecoder { IgnoreMetadata = true });
        return formats;
    }
}
