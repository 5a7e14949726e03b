using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Srum.Maps;
using Srum.Runs;

namespace Srum.Recipes;

/// <summary>What a recipe's objects may hold, as its records say: the one source of checks and schema.</summary>
internal static class RecipeShape
{
    /// <summary>
    /// How recipes are read. What no record knows is passed over: <see cref="RecipeMerge"/> refuses it before, wherever
    /// objects are merged.
    /// </summary>
    public static JsonSerializerOptions Format { get; } = RecordFormat.Line;

    /// <summary>A record's type; null where values of a type are no objects.</summary>
    public static JsonTypeInfo? Record(Type type) =>
        Format.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type) is { Kind: JsonTypeInfoKind.Object } info ? info
            : null;

    /// <summary>The properties that a file may state.</summary>
    public static IEnumerable<JsonPropertyInfo> Properties(JsonTypeInfo record) => record.Properties.Where(property =>
        property is { Get: not null, Set: not null }
        && !(record.Type == typeof(Recipe) && property.Name == "name"));

    /// <summary>
    /// The records that a value may be, by the text that tells them apart; empty where it is one record.
    /// </summary>
    public static IReadOnlyDictionary<string, Type> Kinds(JsonTypeInfo record) =>
        record.PolymorphismOptions?.DerivedTypes.ToDictionary(kind => (string)kind.TypeDiscriminator!, kind =>
            kind.DerivedType)
        ?? [];

    /// <summary>The value that a file says; null where it is none of its type.</summary>
    /// <exception cref="JsonException">It is none of its type.</exception>
    public static object? Read(JsonNode? value, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        // The serializer would also take numbers and other capitals.
        return plain.IsEnum && !(value is JsonValue && Names(plain).Contains($"{value}"))
            ? null : value.Deserialize(type, Format);
    }

    /// <summary>Whether a value of a type is a list.</summary>
    public static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));

    /// <summary>What a value of a type is, in words.</summary>
    public static string Expected(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(MapRule) ? string.Join(", ", MapRule.All.Select(rule => rule.Name)) + " or an object"
            : plain.IsEnum ? string.Join(", ", Names(plain))
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(string) ? "text"
            : plain == typeof(int) || plain == typeof(long) ? "a whole number"
            : plain == typeof(double) ? "a number"
            : Record(plain) is not null ? "an object, { … }"
            : "a list, [ … ]";
    }

    /// <summary>The names of an enumeration's values, as files write them.</summary>
    public static IEnumerable<string> Names(Type enumeration) => Enum.GetValues(enumeration).Cast<object>()
        .Select(value => JsonSerializer.SerializeToNode(value, enumeration, Format)!.GetValue<string>());
}
