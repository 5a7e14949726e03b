using System.Buffers.Binary;
using System.Text.Json;
using Srum.Files;
using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Weights;

/// <summary>
/// Writes safetensors files: whole or not at all, and for equal tensors equal bytes. Wide element types come first,
/// then names in ordinal order; the header is filled up to a multiple of 8, so every tensor is aligned to its elements.
/// </summary>
public static class SafetensorsWriter
{
    /// <summary>Writes tensors in their own element types.</summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="tensors">Tensors by name, on any device, of any layout; they stay the caller's.</param>
    /// <param name="metadata">Free texts; none by default.</param>
    /// <param name="through">Wraps the stream that is written to (<see cref="AtomicFile"/>); none by default.</param>
    /// <exception cref="SrumException">The file cannot be written, or the format has no such element type.</exception>
    /// <exception cref="NotFiniteException">
    /// A tensor holds NaN or infinity: it is named, and an older file stays.
    /// </exception>
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        Func<Stream, Stream>? through = null) =>
        Write(
            path,
            [.. tensors.Select(t => new LazyTensor(t.Key, t.Value.dtype, t.Value.shape, t.Value.alias))],
            metadata,
            through);

    /// <summary>Writes tensors that are made one by one as their turn comes: one at most is held.</summary>
    /// <param name="path">The file; an older one is replaced. Its folder must exist.</param>
    /// <param name="tensors">The tensors, of distinct names; each makes what its type and shape say.</param>
    /// <param name="metadata">Free texts; none by default.</param>
    /// <param name="through">Wraps the stream that is written to (<see cref="AtomicFile"/>); none by default.</param>
    /// <exception cref="SrumException">The file cannot be written, or the format has no such element type.</exception>
    /// <exception cref="NotFiniteException">
    /// A tensor holds NaN or infinity: it is named, and an older file stays.
    /// </exception>
    public static void Write(
        string path,
        IReadOnlyCollection<LazyTensor> tensors,
        IReadOnlyDictionary<string, string>? metadata = null,
        Func<Stream, Stream>? through = null)
    {
        var ordered = tensors
            .Select(t => (Tensor: t, Dtype: DtypeOf(path, t.Name, t.Type)))
            .OrderByDescending(t => SafetensorsHeader.ElementSize(t.Dtype))
            .ThenBy(t => t.Tensor.Name, StringComparer.Ordinal)
            .ToArray();
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, file =>
        {
            file.Write(header);
            foreach (var (lazy, _) in ordered)
            {
                using var tensor = lazy.Make();
                if (tensor.is_floating_point() && !tensor.IsFinite())
                {
                    throw new NotFiniteException(
                        $"'{path}' is not written: its tensor '{lazy.Name}' holds numbers that are not finite. "
                        + "An earlier state stays as it was.");
                }

                Pass(tensor, file.Write);
            }
        }, through);
    }

    private static byte[] Header(
        (LazyTensor Tensor, string Dtype)[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        buffer.Write(new byte[8]);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataName);
                foreach (var (name, text) in metadata.OrderBy(m => m.Key, StringComparer.Ordinal))
                {
                    json.WriteString(name, text);
                }

                json.WriteEndObject();
            }

            long begin = 0;
            foreach (var (tensor, dtype) in tensors)
            {
                var end = begin + (tensor.Count * SafetensorsHeader.ElementSize(dtype));
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", dtype);
                WriteNumbers(json, "shape", tensor.Shape);
                WriteNumbers(json, "data_offsets", [begin, end]);
                json.WriteEndObject();
                begin = end;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        var bytes = buffer.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)bytes.Length - 8);
        return bytes;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    /// <summary>Hands over the bytes of a tensor as the file has them, piece by piece.</summary>
    internal static void Pass(Tensor tensor, Action<ReadOnlySpan<byte>> take)
    {
        const long piece = 1L << 24;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var flat = tensor.detach().cpu().contiguous().view(-1);
        for (long first = 0, count = flat.NumberOfElements; first < count; first += piece)
        {
            using var part = flat.narrow(0, first, Math.Min(piece, count - first));
            take(part.bytes);
        }
    }

    private static string DtypeOf(string path, string name, ScalarType type) => type switch
    {
        ScalarType.Bool => "BOOL",
        ScalarType.Byte => "U8",
        ScalarType.Int8 => "I8",
        ScalarType.Int16 => "I16",
        ScalarType.Int32 => "I32",
        ScalarType.Int64 => "I64",
        ScalarType.Float16 => "F16",
        ScalarType.BFloat16 => "BF16",
        ScalarType.Float32 => "F32",
        ScalarType.Float64 => "F64",
        var other =>
            throw new SrumException($"Cannot write '{path}': tensor '{name}' is {other}, which the format lacks."),
    };
}
