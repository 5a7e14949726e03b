using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Srum.Runs;

/// <summary>How records and settings are written as JSON.</summary>
public static class RecordFormat
{
    /// <summary>One line a record.</summary>
    public static JsonSerializerOptions Line { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        // Who asks for a type's shape before anything was written finds none otherwise.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>Settings, for people.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Line) { WriteIndented = true, NewLine = "\n" };
}
