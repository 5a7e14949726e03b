using System.Text.Json;

namespace Srum.Formats;

/// <summary>Fields of records that others wrote: what is there in the form that is wanted, else nothing.</summary>
internal static class JsonFields
{
    /// <summary>A field; undefined where there is none, or no object.</summary>
    public static JsonElement Field(this JsonElement record, string name) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A text; null where the field holds none.</summary>
    public static string? Text(this JsonElement record, string name) =>
        record.Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A number; null where the field holds none.</summary>
    public static double? Number(this JsonElement record, string name) =>
        record.Field(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    /// <summary>A text or a number as text, e.g. an id; null where the field holds neither.</summary>
    public static string? Word(this JsonElement record, string name) =>
        record.Field(name) is { ValueKind: JsonValueKind.String or JsonValueKind.Number } value ? value.ToString()
            : null;

    /// <summary>Whether there is something, if only a 0 or an empty text; null counts as nothing.</summary>
    public static bool IsThere(this JsonElement value) =>
        value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
}
