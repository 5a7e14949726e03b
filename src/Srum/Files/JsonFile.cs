using System.Text.Json;
using System.Text.RegularExpressions;

namespace Srum.Files;

/// <summary>
/// Reads JSON files, with or without a byte order mark. What is wrong with one is told with file and line, in words for
/// whoever wrote it.
/// </summary>
public static partial class JsonFile
{
    private static readonly JsonDocumentOptions OneOfEach = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file whose fields each stand once.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What to do about a broken file, a sentence.</param>
    /// <exception cref="SrumException">It cannot be read, or is no JSON.</exception>
    public static JsonElement Read(string path, string remedy)
    {
        var text = Text(path, remedy);
        try
        {
            using var document = JsonDocument.Parse(text, OneOfEach);
            if (text.Contains(@"\ud", StringComparison.OrdinalIgnoreCase))
            {
                ReadTexts(document.RootElement);
            }

            return document.RootElement.Clone();
        }
        catch (JsonException broken)
        {
            throw Broken(path, broken, remedy);
        }
        catch (InvalidOperationException half)
        {
            throw new SrumException(
                $"{path} cannot be read as JSON: it holds half of a surrogate pair (\\ud800 to \\udfff), which is no "
                + $"character. {remedy}", half);
        }
    }

    /// <summary>Reads a file as a type.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How it is read.</param>
    /// <param name="remedy">What to do about a broken file, a sentence.</param>
    /// <exception cref="SrumException">It cannot be read, is no JSON, or null.</exception>
    public static T Read<T>(string path, JsonSerializerOptions format, string remedy) =>
        Parse<T>(Text(path, remedy), path, format, remedy);

    /// <summary>Reads a text as a type.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">Where it stands, for messages.</param>
    /// <param name="format">How it is read.</param>
    /// <param name="remedy">What to do about a broken text, a sentence.</param>
    /// <exception cref="SrumException">It is no JSON, or null.</exception>
    public static T Parse<T>(string text, string path, JsonSerializerOptions format, string remedy)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, format) ?? throw new JsonException("it is null");
        }
        catch (JsonException broken)
        {
            throw Broken(path, broken, remedy);
        }
    }

    /// <summary>What is wrong with a JSON text, without the names of the types that it was to become.</summary>
    public static string Fault(JsonException broken)
    {
        var said = Place().Replace(broken.Message, "").TrimEnd('.');
        var at = (broken.Path ?? "$").TrimStart('$', '.');
        return Unknown().Match(said) is { Success: true } unknown
            ? $"'{unknown.Groups[1].Value}' is no field that it may have"
            : Absent().Match(said) is { Success: true } absent
                ? $"{(at.Length > 0 ? $"'{at}'" : "it")} lacks {absent.Groups[1].Value}"
            : said.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
                ? at.Length > 0 ? $"'{at}' has a value of another kind than expected"
                    : "it is of another kind than expected"
            : said;
    }

    // Half of a surrogate pair is found no earlier than where its name or text is read.
    private static void ReadTexts(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in value.EnumerateObject())
                {
                    _ = field.Name;
                    ReadTexts(field.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    ReadTexts(item);
                }

                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
        }
    }

    private static SrumException Broken(string path, JsonException broken, string remedy) => new(
        $"{path}{(broken.LineNumber is { } line ? $", line {line + 1}" : "")} cannot be read as JSON: "
        + $"{Fault(broken)}. {remedy}", broken);

    private static string Text(string path, string remedy)
    {
        try
        {
            return TextFile.Read(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var why = OptionalFile.WhyAbsent(path) ?? $"Cannot read '{path}': {failure.Message.TrimEnd('.')}";
            throw new SrumException($"{why}. {remedy}", failure);
        }
    }

    [GeneratedRegex(@" (Path: .* \| )?LineNumber: \d+ \| BytePositionInLine: \d+\.$")]
    private static partial Regex Place();

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("^JSON deserialization for type .* missing required properties including: (.*)$")]
    private static partial Regex Absent();
}
