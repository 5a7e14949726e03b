using System.Buffers.Binary;
using System.IO.Compression;

namespace Srum.Notebooks.Packing;

/// <summary>A kit in one file, with the right to execute its scripts also where it was packed on Windows.</summary>
internal static class KitZip
{
    // Regular files by Unix' numbers, which all may read and their owner write, with and without the right to execute.
    private const int Script = 0x81ED << 16, Plain = 0x81A4 << 16;

    // The system that an entry states to be from.
    private const byte Unix = 3;

    /// <summary>Writes a folder's files.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="folder">The folder; all names begin with its own.</param>
    /// <param name="names">The files' names in it, with <c>/</c>.</param>
    public static void Write(Stream stream, string folder, IEnumerable<string> names)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in names)
            {
                var entry = zip.CreateEntryFromFile(
                    Path.Combine(folder, file), $"{name}/{file}", CompressionLevel.Fastest);
                entry.ExternalAttributes = file is "srum" or ".devcontainer/install" ? Script : Plain;
            }
        }

        // Only where a file is overwritten in its place it cannot be read meanwhile (AtomicFile).
        if (stream.CanRead)
        {
            StateUnix(stream);
        }
    }

    /// <summary>
    /// States of all entries that they are from Unix, as .NET does there alone: of others, unzip and libarchive take
    /// over no right to execute.
    /// </summary>
    /// <param name="zip">A zip of less than 4 GB without a comment of its own; left at its end.</param>
    internal static void StateUnix(Stream zip)
    {
        Span<byte> end = stackalloc byte[22];
        zip.Seek(-end.Length, SeekOrigin.End);
        zip.ReadExactly(end);
        long place = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        Span<byte> entry = stackalloc byte[46];
        for (var left = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]); left > 0; left--)
        {
            zip.Position = place;
            zip.ReadExactly(entry);
            zip.Position = place + 5;
            zip.WriteByte(Unix);
            // Its name, what is extra and its comment follow.
            place += entry.Length + BinaryPrimitives.ReadUInt16LittleEndian(entry[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[30..])
                + BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]);
        }

        zip.Seek(0, SeekOrigin.End);
    }
}
