using System.Buffers.Binary;
using System.Text.Json;
using Srum.Files;

namespace Srum.Weights;

/// <summary>
/// The header of a safetensors file: 8 bytes of length (little endian), then JSON
/// <c>{"name": {"dtype", "shape", "data_offsets": [begin, end]}, "__metadata__": {text: text}}</c>, then the bytes
/// of the tensors, without a gap. Everything is checked here, before anything else trusts it.
/// </summary>
public sealed class SafetensorsHeader
{
    /// <summary>The longest header that is read: 100 MB, the limit of the format's reference reader.</summary>
    public const long MaxLength = 100_000_000;

    internal const string MetadataName = "__metadata__";

    private const int MaxNameLength = 1024;

    // Two levels below the root are needed (entry, list); the rest leaves room for fields of later versions.
    private const int MaxDepth = 8;

    private static readonly Dictionary<string, int> ElementSizes = new(StringComparer.Ordinal)
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["F8_E5M2"] = 1, ["F8_E4M3"] = 1,
        ["U16"] = 2, ["I16"] = 2, ["F16"] = 2, ["BF16"] = 2,
        ["U32"] = 4, ["I32"] = 4, ["F32"] = 4,
        ["U64"] = 8, ["I64"] = 8, ["F64"] = 8,
    };

    private static readonly string[] PickleEndings = [".pt", ".pth", ".bin", ".ckpt", ".pkl", ".pickle"];

    private SafetensorsHeader(IReadOnlyList<TensorEntry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    public IReadOnlyList<TensorEntry> Entries { get; }

    /// <summary>The free texts of the file; empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads and checks the header of a file.</summary>
    /// <param name="path">Names the file in messages; its ending can give a pickle away.</param>
    /// <param name="file">The whole file, at any position; can be sought.</param>
    /// <exception cref="SrumException">
    /// The file is no sound safetensors file; names the file, the tensor, the fault.
    /// </exception>
    public static SafetensorsHeader Read(string path, Stream file)
    {
        var start = new byte[Math.Min(file.Length, 64)];
        file.Position = 0;
        file.ReadExactly(start);
        RefuseOtherFormats(path, start);
        if (file.Length < 8)
        {
            throw Unsound(path, $"it has {file.Length} bytes, and the format begins with 8 bytes of length");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > MaxLength)
        {
            throw Unsound(path, $"its header claims {length} bytes, more than the {MaxLength} that are read");
        }

        if ((long)length > file.Length - 8)
        {
            throw Unsound(path, $"it is truncated: the header claims {length} bytes, and {file.Length - 8} follow");
        }

        var json = new byte[length];
        file.Position = 8;
        file.ReadExactly(json);
        return Parse(path, json, file.Length);
    }

    internal static int ElementSize(string dtype) => ElementSizes[dtype];

    internal static SrumException Unsound(string path, string fault, Exception? inner = null) =>
        new($"'{path}' is not a sound safetensors file: {fault}. Fetch or export it again.", inner);

    private static void RefuseOtherFormats(string path, ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("version https://git-lfs"u8))
        {
            throw new SrumException(
                $"'{path}' is a git-lfs pointer file, not the weights themselves. Fetch them with 'git lfs pull'.");
        }

        var ending = PickleEndings.FirstOrDefault(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));
        var magic = start.StartsWith("PK\u0003\u0004"u8)
            || (start.Length > 1 && start[0] == 0x80 && start[1] is > 0 and <= 5
                && (start.Length < 8 || BinaryPrimitives.ReadUInt64LittleEndian(start) > MaxLength));
        if (magic || ending is not null)
        {
            throw new SrumException(
                $"'{path}' is a pickled checkpoint by its {(magic ? "content" : $"ending {ending}")}. Reading one can "
                + "run "
                + "code that it carries, so it is refused: convert it to safetensors where you trust it.");
        }
    }

    private static SafetensorsHeader Parse(string path, byte[] json, long fileLength)
    {
        var entries = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        Dictionary<string, string>? metadata = null;
        var place = "the header";
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            Expect(path, place, reader.Read() && reader.TokenType == JsonTokenType.StartObject, "is not a JSON object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                place = name == MetadataName ? "its metadata" : $"tensor '{ShownName.Of(name)}'";
                // Whole names are shown later on, where they must not flood a terminal either, nor steer it.
                Expect(
                    path, place, name.Length <= MaxNameLength && !name.Any(char.IsControl),
                    "has a name that no model's tensor has");
                reader.Read();
                Expect(path, place, reader.TokenType == JsonTokenType.StartObject, "is not a JSON object");
                if (name == MetadataName)
                {
                    Expect(path, place, metadata is null, "occur twice");
                    metadata = Texts(path, ref reader);
                }
                else
                {
                    var entry = Entry(path, place, name, ref reader, 8L + json.Length, fileLength);
                    Expect(path, place, entries.TryAdd(name, entry), "occurs twice");
                }
            }

            place = "the header";
            while (reader.Read())
            {
                // Anything but white space behind the object throws.
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw Unsound(path, $"{place} is no JSON that can be read ({failure.Message.TrimEnd('.')})", failure);
        }

        return new SafetensorsHeader(WithoutGaps(path, entries.Values, 8L + json.Length, fileLength), metadata ?? []);
    }

    private static Dictionary<string, string> Texts(string path, ref Utf8JsonReader reader)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            Expect(
                path, "its metadata", reader.TokenType == JsonTokenType.String,
                $"hold no text under '{ShownName.Of(name)}'");
            Expect(path, "its metadata", texts.TryAdd(name, reader.GetString()!), $"hold '{ShownName.Of(name)}' twice");
        }

        return texts;
    }

    private static TensorEntry Entry(
        string path, string place, string name, ref Utf8JsonReader reader, long dataStart, long fileLength)
    {
        string? dtype = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString();
            reader.Read();
            switch (field)
            {
                case "dtype":
                    Expect(
                        path, place, dtype is null && reader.TokenType == JsonTokenType.String, "has no single dtype");
                    dtype = reader.GetString()!;
                    break;
                case "shape":
                    Expect(path, place, shape is null, "has two shapes");
                    shape = Integers(path, place, "shape", ref reader);
                    break;
                case "data_offsets":
                    Expect(path, place, offsets is null, "has data_offsets twice");
                    offsets = Integers(path, place, "data_offsets", ref reader);
                    break;
                default:
                    reader.Skip(); // a field of a later version
                    break;
            }
        }

        Expect(path, place, dtype is not null && shape is not null && offsets is { Length: 2 },
            "lacks dtype, shape or the two data_offsets");
        Expect(path, place, ElementSizes.ContainsKey(dtype!), $"has the unknown dtype '{ShownName.Of(dtype!)}'");
        var (begin, end) = (offsets![0], offsets[1]);
        Expect(path, place, begin <= end, $"ends ({end}) before it begins ({begin})");
        Expect(path, place, end <= fileLength - dataStart,
            $"ends at byte {end} of the data, of which there are {fileLength - dataStart}: the file is truncated or "
                + "the offsets are wrong");
        try
        {
            var bytes = shape!.Aggregate((long)ElementSizes[dtype!], (product, size) => checked(product * size));
            Expect(path, place, bytes == end - begin,
                $"has {end - begin} bytes, and {dtype} [{string.Join(", ", shape!)}] needs {bytes}");
        }
        catch (OverflowException)
        {
            throw Unsound(path, $"{place} has a shape whose product overflows: [{string.Join(", ", shape!)}]");
        }

        return new TensorEntry(name, dtype!, shape!, dataStart + begin, end - begin);
    }

    private static long[] Integers(string path, string place, string field, ref Utf8JsonReader reader)
    {
        Expect(path, place, reader.TokenType == JsonTokenType.StartArray, $"has a {field} that is no list");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            long number = 0;
            Expect(path, place,
                reader.TokenType == JsonTokenType.Number
                    && reader.TryGetInt64(out number)
                    && number >= 0
                    && numbers.Count < 64,
                $"has a {field} that is not a short list of whole numbers from 0 to {long.MaxValue}");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static TensorEntry[] WithoutGaps(
        string path, IEnumerable<TensorEntry> entries, long dataStart, long fileLength)
    {
        var ordered = entries.OrderBy(e => e.Start).ThenBy(e => e.Length).ThenBy(e => e.Name, StringComparer.Ordinal)
            .ToArray();
        var next = dataStart;
        foreach (var entry in ordered)
        {
            Expect(path, $"tensor '{ShownName.Of(entry.Name)}'", entry.Start >= next,
                $"begins at byte {entry.Start - dataStart} and overlaps the one before it, which ends at "
                    + $"{next - dataStart}");
            Expect(path, $"tensor '{ShownName.Of(entry.Name)}'", entry.Start <= next,
                $"begins at byte {entry.Start - dataStart} and leaves a hole behind byte {next - dataStart}");
            next = entry.Start + entry.Length;
        }

        if (next != fileLength)
        {
            throw Unsound(path, $"{fileLength - next} bytes trail behind the last tensor");
        }

        return ordered;
    }

    private static void Expect(string path, string place, bool holds, string fault)
    {
        if (!holds)
        {
            throw Unsound(path, $"{place} {fault}");
        }
    }
}
