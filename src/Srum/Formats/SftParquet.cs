using Parquet;
using Parquet.Schema;
using Srum.Files;

namespace Srum.Formats;

/// <summary>
/// The published parquet for supervised training: the columns <c>image</c> (JPEG bytes) and <c>captions</c> (JSON
/// text), Snappy-compressed.
/// </summary>
public static class SftParquet
{
    /// <summary>Rows a row group: so many pictures are held at once.</summary>
    private const int GroupSize = 256;

    private static readonly DataField<byte[]> Image = new("image");
    private static readonly DataField<string> Captions = new("captions");

    /// <summary>Writes rows, whole or not at all; pictures are made as they are written.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="SrumException">The file cannot be written.</exception>
    public static int Write(string path, IEnumerable<SftRow> rows)
    {
        var count = 0;
        AtomicFile.Write(
            path, stream => Write(stream, rows.Chunk(GroupSize), group => count += group).GetAwaiter().GetResult());
        return count;
    }

    /// <summary>Reads rows.</summary>
    /// <param name="path">The file; it may have further columns.</param>
    /// <exception cref="SrumException">It is no parquet file, is damaged, or lacks one of the two columns.</exception>
    public static IReadOnlyList<SftRow> Read(string path)
    {
        try
        {
            return Rows(path).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is not (SrumException or OutOfMemoryException))
        {
            // For crafted files the reader throws whatever it stumbles over, not exceptions of its own alone.
            throw new SrumException(
                $"Cannot read '{path}': {failure.Message} Name a parquet file with the columns image and captions.",
                    failure);
        }
    }

    private static async Task Write(Stream stream, IEnumerable<SftRow[]> groups, Action<int> written)
    {
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(Image, Captions), stream, options);
        foreach (var group in groups)
        {
            using var part = writer.CreateRowGroup();
            await part.WriteAsync(Image, [.. group.Select(row => row.Image)]);
            await part.WriteAsync(Captions, [.. group.Select(row => row.Captions)]);
            part.CompleteValidate();
            written(group.Length);
        }
    }

    private static async Task<List<SftRow>> Rows(string path)
    {
        var rows = new List<SftRow>();
        await using var reader = await ParquetReader.CreateAsync(path);
        var (image, captions) = (Column(reader, path, Image), Column(reader, path, Captions));
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var part = reader.OpenRowGroupReader(group);
            var (images, texts) = (new byte[part.RowCount][], new string[part.RowCount]);
            await part.ReadAsync(image, images);
            await part.ReadAsync(captions, texts);
            rows.AddRange(images.Zip(texts, (bytes, text) => bytes is null || text is null
                ? throw new SrumException(
                    $"'{path}': row {rows.Count + 1} or one after it has no image or no captions.")
                : new SftRow(bytes, text)));
        }

        return rows;
    }

    private static DataField Column(ParquetReader reader, string path, DataField wanted) =>
        reader.Schema.DataFields.FirstOrDefault(field => field.Name == wanted.Name && field.ClrType == wanted.ClrType)
        ?? throw new SrumException(
            $"'{path}' has no column '{wanted.Name}' of {(wanted == Image ? "bytes" : "text")}. Its columns are: "
            + $"{string.Join(", ", reader.Schema.DataFields.Select(field => field.Name))}.");
}
