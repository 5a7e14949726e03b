using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Srum.Imaging;

/// <summary>
/// Walks the chunks of a PNG file (ISO 15948): each by its length and with its checksum, <c>IHDR</c> first, the
/// picture's data in one piece, up to the <c>IEND</c> that the walk comes to. What stands behind that is not looked at,
/// as other
/// readers do. Bytes that look like an end mark inside a chunk are not one.
/// </summary>
internal sealed class PngWalk
{
    private const int HeaderLength = 13;

    // How much more than its rows a picture's data may hold before it is not read on for its checksum.
    private const int MostBeyond = 1 << 16;

    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(value => Enumerable.Range(0, 8)
        .Aggregate((uint)value, (crc, _) => (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320))];

    private const uint LeastInterlaced = 5;

    private readonly byte[] bytes;
    private readonly string name;
    private readonly List<(int Start, int Length)> data = [];

    private PngWalk(byte[] bytes, string name) => (this.bytes, this.name) = (bytes, name);

    /// <summary>The first eight bytes of every PNG.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Whether a file begins with the signature, or with what is left of it.</summary>
    public static bool Begins(byte[] bytes) =>
        bytes.Length > 0 && Signature.StartsWith(bytes.AsSpan(0, Math.Min(bytes.Length, Signature.Length)));

    // Adam7's second pass begins at the fifth column, its third at the fifth row: the decoder (ImageSharp 2.1.13) does
    // not come to an end where a pass holds nothing.
    private bool HasEmptyPass => Header[12] == 1
        && Math.Min(
            BinaryPrimitives.ReadUInt32BigEndian(Header), BinaryPrimitives.ReadUInt32BigEndian(Header[4..]))
            < LeastInterlaced;

    private ReadOnlySpan<byte> Header => bytes.AsSpan(16, HeaderLength);

    /// <summary>Walks a file that <see cref="Begins"/> so.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">Names it in messages.</param>
    /// <exception cref="SrumException">It was cut short or is damaged; the message says where.</exception>
    public static PngWalk Over(byte[] bytes, string name)
    {
        var walk = new PngWalk(bytes, name);
        walk.Walk();
        return walk;
    }

    /// <summary>
    /// Unpacks the data and counts: it must fill all rows, and agree with its own checksum. For sizes that have been
    /// checked.
    /// </summary>
    /// <exception cref="SrumException">It does not.</exception>
    public void CheckRows()
    {
        if (HasEmptyPass)
        {
            throw new SrumException(
                $"'{name}' is an interlaced PNG of fewer than {LeastInterlaced} pixels a side, which cannot be read. "
                + "Save it without interlacing.");
        }

        if (ExpectedLength() is not { } expected)
        {
            return; // of a kind that the decoder refuses by its own words
        }

        using var packed = new MemoryStream();
        data.ForEach(piece => packed.Write(bytes, piece.Start, piece.Length));
        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        var count = 0L;
        try
        {
            while (count < expected + MostBeyond && unpacked.Read(buffer) is > 0 and var read)
            {
                count += read;
            }
        }
        catch (InvalidDataException) when (count < expected)
        {
            // Told below: of a broken stream the rest is missing too.
        }
        catch (InvalidDataException failure)
        {
            throw Damaged(failure.Message.TrimEnd('.'));
        }

        if (count < expected)
        {
            throw Cut($"its data ends after {100 * count / expected} % of the picture");
        }
    }

    private void Walk()
    {
        var (at, last) = (Signature.Length, "");
        while (last != "IEND")
        {
            if (bytes.Length - at < 12)
            {
                throw Cut(last.Length == 0 ? "it ends before its header" : $"it ends behind its chunk {last}");
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            var kind = bytes.AsSpan(at + 4, 4);
            if (kind.ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8))
            {
                throw Damaged($"at byte {at} there should be a chunk");
            }

            var chunk = Encoding.ASCII.GetString(kind);
            var left = bytes.Length - at - 12;
            if (length > left)
            {
                throw Cut($"its chunk {chunk} at byte {at} lacks {length - left} of its {length} bytes");
            }

            Take(chunk, last, at, (int)length);
            at += 12 + (int)length;
            last = chunk;
        }
    }

    private void Take(string chunk, string last, int at, int length)
    {
        var sum = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 8 + length));
        if (sum != Crc(bytes.AsSpan(at + 4, length + 4)))
        {
            throw Damaged($"the checksum of its chunk {chunk} at byte {at} does not fit");
        }

        if ((last.Length == 0) != (chunk == "IHDR") || (chunk == "IHDR" && length != HeaderLength))
        {
            throw Damaged("its header is not where it belongs, or not as long as one is");
        }

        if (chunk == "IDAT")
        {
            if (data.Count > 0 && last != "IDAT")
            {
                throw Damaged($"its data goes on at byte {at}, behind a chunk {last}");
            }

            data.Add((at + 8, length));
        }
        else if (chunk == "IEND" && data.Count == 0)
        {
            throw Damaged("it holds no data");
        }
    }

    // Bytes of all rows, each with its filter's number; null for a kind of picture that there is not.
    private long? ExpectedLength()
    {
        var width = BinaryPrimitives.ReadUInt32BigEndian(Header);
        var height = BinaryPrimitives.ReadUInt32BigEndian(Header[4..]);
        int? channels = Header[9] switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => null };
        var bits = channels * Header[8];
        return Header[12] switch
        {
            0 => Pass(width, height),
            // Adam7: where each pass starts, and its steps.
            1 => Pass(Size(width, 0, 8), Size(height, 0, 8)) + Pass(Size(width, 4, 8), Size(height, 0, 8))
                + Pass(Size(width, 0, 4), Size(height, 4, 8)) + Pass(Size(width, 2, 4), Size(height, 0, 4))
                + Pass(Size(width, 0, 2), Size(height, 2, 4)) + Pass(Size(width, 1, 2), Size(height, 0, 2))
                + Pass(width, Size(height, 1, 2)),
            _ => null,
        };

        long? Pass(long columns, long rows) => columns == 0 ? 0 : rows * (1 + (((columns * bits) + 7) / 8));

        static long Size(long side, int first, int step) => side <= first ? 0 : (side - first + step - 1) / step;
    }

    /// <summary>The checksum of a chunk, over its kind and its content.</summary>
    public static uint Crc(ReadOnlySpan<byte> span)
    {
        var crc = uint.MaxValue;
        foreach (var value in span)
        {
            crc = Remainders[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private SrumException Cut(string where) => BrokenPicture.Cut(name, where);

    private SrumException Damaged(string where) => BrokenPicture.Damaged(name, where);
}
