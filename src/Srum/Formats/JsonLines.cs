using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Srum.Files;

namespace Srum.Formats;

/// <summary>
/// Files of one JSON object a line, as the published tools write them. Lines are read one by one and checked whole, so
/// that one bad line costs no other: what is wrong with it stands in <see cref="JsonLine.Fault"/>.
/// </summary>
public static class JsonLines
{
    /// <summary>The longest line that is read, in bytes: 16 MiB.</summary>
    public const int LongestLine = 16 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    // Letters of every language stay letters, as upstream writes them. The files are data: nothing shows them as HTML.
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Reads a file; empty lines are passed over, a byte-order mark and Windows line ends are no part of it.
    /// </summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <exception cref="SrumException">The file cannot be read.</exception>
    public static IReadOnlyList<JsonLine> Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Read(path, file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SrumException(
                $"Cannot read '{path}': {failure.Message} Name a file with one JSON object a line.", failure);
        }
    }

    /// <summary>Writes objects, one a line, whole or not at all.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="objects">The objects.</param>
    /// <exception cref="SrumException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<JsonNode> objects) => AtomicFile.Write(path, stream =>
    {
        foreach (var line in objects)
        {
            stream.Write(JsonSerializer.SerializeToUtf8Bytes(line, Plain));
            stream.WriteByte((byte)'\n');
        }
    });

    /// <summary>Checks one JSON object.</summary>
    /// <param name="json">Its text, UTF-8.</param>
    /// <returns>The object, or what is wrong with it.</returns>
    internal static (JsonElement Value, string? Fault) Parse(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return (default, "holds bytes that are not UTF-8; save the file as UTF-8 text");
        }

        try
        {
            var value = JsonElement.Parse(json, Strict);
            return value.ValueKind == JsonValueKind.Object
                ? (value, Unsound(value))
                : (default, "is no JSON object");
        }
        catch (JsonException failure)
        {
            var isPythons = json.IndexOf("NaN"u8) >= 0 || json.IndexOf("Infinity"u8) >= 0;
            var hint = isPythons ? "; NaN and Infinity are no JSON" : "";
            return (default, $"is not JSON ({failure.Message.TrimEnd('.')}{hint})");
        }
        catch (InvalidOperationException)
        {
            return (default, "holds half of a surrogate pair (\\ud800 to \\udfff), which is no character");
        }
    }

    private static List<JsonLine> Read(string path, Stream file)
    {
        var lines = new List<JsonLine>();
        var line = new ArrayBufferWriter<byte>();
        var piece = new byte[1 << 16];
        var (number, length) = (1, 0L);
        for (int count; (count = file.Read(piece)) > 0;)
        {
            var rest = piece.AsSpan(0, count);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                Add(rest[..end]);
                Finish();
            }

            Add(rest);
        }

        Finish();
        return lines;

        void Add(ReadOnlySpan<byte> bytes)
        {
            length += bytes.Length;
            if (length <= LongestLine)
            {
                line.Write(bytes);
            }
        }

        void Finish()
        {
            var bytes = line.WrittenSpan;
            bytes = (number == 1 && bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes).Trim(" \t\r"u8);
            if (length > LongestLine)
            {
                lines.Add(new JsonLine(path, number, default, $"has {length} bytes; up to {LongestLine} are read"));
            }
            else if (bytes.Length > 0)
            {
                var (value, fault) = Parse(bytes);
                lines.Add(new JsonLine(path, number, value, fault));
            }

            line.ResetWrittenCount();
            (number, length) = (number + 1, 0);
        }
    }

    /// <summary>A number that is not finite; null = all are sound.</summary>
    /// <exception cref="InvalidOperationException">A name or a text is no sequence of characters.</exception>
    private static string? Unsound(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in value.EnumerateObject())
                {
                    _ = field.Name;
                    if (Unsound(field.Value) is { } fault)
                    {
                        return fault;
                    }
                }

                return null;
            case JsonValueKind.Array:
                return value.EnumerateArray().Select(Unsound).FirstOrDefault(fault => fault is not null);
            case JsonValueKind.Number:
                return double.IsFinite(value.GetDouble()) ? null : "holds a number too large to compute with";
            case JsonValueKind.String:
                _ = value.GetString();
                return null;
            default:
                return null;
        }
    }
}
