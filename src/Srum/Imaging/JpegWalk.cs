using System.Buffers.Binary;

namespace Srum.Imaging;

/// <summary>
/// Walks the markers of a JPEG file (ITU T.81, annex B): segments by their length, scans up to the next marker, to the
/// end mark that the walk comes to. What stands behind that is not looked at, as other readers do. End marks inside a
/// segment,
/// those of a preview or in a comment, are not its own.
/// </summary>
internal sealed class JpegWalk
{
    private const byte Mark = 0xFF, Escaped = 0x00, Private = 0x01, FirstRestart = 0xD0, LastRestart = 0xD7;

    private const byte Start = 0xD8, End = 0xD9, Scan = 0xDA, RestartInterval = 0xDD;

    // Frames, and what else has such numbers.
    private const byte FirstFrame = 0xC0, LastFrame = 0xCF, Huffman = 0xC4, Extension = 0xC8, Arithmetic = 0xCC;

    private readonly byte[] bytes;
    private readonly string name;
    private readonly Dictionary<byte, (int Across, int Down)> components = [];
    private (int Width, int Height) size;
    private int interval;
    private int lastScan;
    private int end;

    private JpegWalk(byte[] bytes, string name) => (this.bytes, this.name) = (bytes, name);

    /// <summary>The first two bytes of every JPEG.</summary>
    public static ReadOnlySpan<byte> Signature => [Mark, Start];

    /// <summary>Walks a file that begins with the signature.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">Names it in messages.</param>
    /// <exception cref="SrumException">It was cut short or is damaged; the message says where.</exception>
    public static JpegWalk Over(byte[] bytes, string name)
    {
        var walk = new JpegWalk(bytes, name);
        walk.Walk();
        return walk;
    }

    /// <summary>The file up to its end mark, behind which a decoder might go on.</summary>
    public byte[] Picture => bytes[..end];

    /// <summary>
    /// The picture's file with more data behind those of its last scan. A decoder comes there only if the scan lacks
    /// some of its own, of which the file says nothing: then this is another picture.
    /// </summary>
    public byte[] WithMore()
    {
        // Beginning with a bit 1, since the decoder goes on with bits 0 where there are none.
        var more = Enumerable.Range(0, 512).Select(i => (byte)((0xAA + (i * 89)) % 251));
        return [.. bytes.AsSpan(0, lastScan), .. more, .. bytes.AsSpan(lastScan..end)];
    }

    /// <summary>The failure of a file that lacks something.</summary>
    public SrumException Cut(string where) => BrokenPicture.Cut(name, where);

    private SrumException Damaged(string where) => BrokenPicture.Damaged(name, where);

    private void Walk()
    {
        for (var at = Signature.Length; ;)
        {
            at = NextMarker(at);
            switch (bytes[at++])
            {
                case End:
                    if (lastScan == 0)
                    {
                        throw Damaged("it holds no data");
                    }

                    end = at;
                    return;
                case Start:
                    throw Cut($"another picture begins at byte {at - 2}, before its end mark");
                case Private or (>= FirstRestart and <= LastRestart):
                    break; // a marker alone
                case var marker:
                    at = Segment(marker, at);
                    break;
            }
        }
    }

    // The place of the next marker's kind. Bytes between segments belong to nothing, and any number of 0xFF may go
    // before.
    private int NextMarker(int at)
    {
        while (at + 1 < bytes.Length && (bytes[at] != Mark || bytes[at + 1] is Escaped or Mark))
        {
            at++;
        }

        return at + 1 < bytes.Length ? at + 1 : throw Cut("it ends without an end mark");
    }

    // Returns where it ends.
    private int Segment(byte marker, int at)
    {
        var length = at + 2 <= bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at)) : int.MaxValue;
        if (length < 2)
        {
            throw Damaged($"its segment at byte {at} has no length");
        }

        if (length > bytes.Length - at)
        {
            throw Cut($"it ends in its segment at byte {at}");
        }

        var content = bytes.AsSpan(at + 2, length - 2);
        try
        {
            switch (marker)
            {
                case RestartInterval:
                    interval = BinaryPrimitives.ReadUInt16BigEndian(content);
                    break;
                case >= FirstFrame and <= LastFrame and not (Huffman or Extension or Arithmetic):
                    Frame(content);
                    break;
                case Scan:
                    return lastScan = EndOfScan(at + length, Restarts(content));
            }
        }
        catch (Exception broken) when (broken is ArgumentOutOfRangeException or IndexOutOfRangeException
            or InvalidOperationException or KeyNotFoundException or DivideByZeroException)
        {
            throw Damaged($"its segment at byte {at} is shorter than what it has to say, or contradicts its header");
        }

        return at + length;
    }

    private void Frame(ReadOnlySpan<byte> content)
    {
        size = (BinaryPrimitives.ReadUInt16BigEndian(content[3..]), BinaryPrimitives.ReadUInt16BigEndian(content[1..]));
        for (var i = 0; i < content[5]; i++)
        {
            components[content[6 + (3 * i)]] = (content[7 + (3 * i)] >> 4, content[7 + (3 * i)] & 15);
        }
    }

    // How many restart markers stand in a scan: one after every interval of its units but the last (T.81, A.2 and
    // E.1.4).
    private int Restarts(ReadOnlySpan<byte> content)
    {
        if (interval == 0)
        {
            return 0;
        }

        var across = components.Values.Max(component => component.Across);
        var down = components.Values.Max(component => component.Down);
        if (content[0] > 1)
        {
            return ((Share(size.Width, 8 * across) * Share(size.Height, 8 * down)) - 1) / interval;
        }

        // A component alone has its own blocks for units.
        var own = components[content[1]];
        var (width, height) = (Share(size.Width * own.Across, across), Share(size.Height * own.Down, down));
        return ((Share(width, 8) * Share(height, 8)) - 1) / interval;

        static int Share(int whole, int part) => (whole + part - 1) / part;
    }

    // Escaped bytes and restarts belong to the data; 0xFF that go before the next marker do not.
    private int EndOfScan(int at, int restarts)
    {
        for (; at < bytes.Length; at++)
        {
            var first = at;
            while (at < bytes.Length && bytes[at] == Mark)
            {
                at++;
            }

            if (at == first || at == bytes.Length || bytes[at] == Escaped)
            {
                continue;
            }

            if (bytes[at] is < FirstRestart or > LastRestart)
            {
                return restarts > 0 ? throw Cut($"its data lack {restarts} restarts") : first;
            }

            restarts--;
        }

        throw Cut("it ends in its data");
    }
}
