using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Srum.Maps;
using Srum.Models;

namespace Srum.Recipes;

/// <summary>
/// The schema of recipes' files, made of the records that they become (JSON Schema 2020-12): an editor that reads it
/// completes keys and marks what does not belong.
/// </summary>
public static class RecipeSchema
{
    /// <summary>
    /// The schema's text. A test holds the shipped <c>recipe.schema.json</c> against it, and writes that file anew when
    /// asked to.
    /// </summary>
    public static string ToJson()
    {
        var recipe = Object(RecipeShape.Record(typeof(Recipe))!, new Recipe { Name = "" });
        var properties = recipe["properties"]!.AsObject();
        properties.Insert(0, RecipeFile.Schema, new JsonObject { ["type"] = "string" });
        properties.Insert(1, RecipeFile.From, Text("The recipe that this one changes: a name or a file."));
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "A recipe of SrumNotebooks",
        };
        foreach (var (key, value) in recipe)
        {
            schema[key] = value!.DeepClone();
        }

        return schema.ToJsonString(
            new JsonSerializerOptions(RecipeShape.Format) { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    private static JsonObject Object(JsonTypeInfo record, object? defaults)
    {
        var properties = new JsonObject();
        foreach (var property in RecipeShape.Properties(record))
        {
            properties[property.Name] = Value(property.PropertyType, defaults is null ? null : property.Get!(defaults));
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }

    // A model has sampling settings of its own, so that they have no default here.
    private static JsonObject Value(Type type, object? value)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(MapRule))
        {
            return Map();
        }

        if (RecipeShape.Record(plain) is { } record)
        {
            return RecipeShape.Kinds(record) is { Count: > 0 } kinds
                ? Choice(record.PolymorphismOptions!.TypeDiscriminatorPropertyName, kinds)
                : Object(record, plain == typeof(DrawSettings) ? null : value ?? Activator.CreateInstance(plain));
        }

        var schema = plain.IsEnum ? new JsonObject { ["enum"] = Names(RecipeShape.Names(plain)) } : Type(plain);
        if (value is not null)
        {
            schema["default"] = JsonSerializer.SerializeToNode(value, type, RecipeShape.Format);
        }

        return schema;
    }

    // Without the key that tells them apart a file changes whichever it is made from, so that all keys are known.
    private static JsonObject Choice(string tag, IReadOnlyDictionary<string, Type> kinds)
    {
        var all = new JsonObject { [tag] = new JsonObject { ["enum"] = Names(kinds.Keys) } };
        var rules = new JsonArray();
        foreach (var (name, type) in kinds)
        {
            var own = Object(RecipeShape.Record(type)!, Activator.CreateInstance(type))["properties"]!.AsObject();
            foreach (var (key, value) in own)
            {
                all.TryAdd(key, value!.DeepClone());
            }

            rules.Add(new JsonObject
            {
                ["if"] = new JsonObject
                {
                    ["properties"] = new JsonObject { [tag] = new JsonObject { ["const"] = name } },
                    ["required"] = new JsonArray(tag),
                },
                ["then"] = new JsonObject
                {
                    ["propertyNames"] =
                        new JsonObject { ["enum"] = Names([tag, .. own.Select(property => property.Key)]) },
                },
            });
        }

        return new JsonObject
        {
            ["type"] = "object", ["properties"] = all, ["additionalProperties"] = false, ["allOf"] = rules,
        };
    }

    private static JsonObject Map()
    {
        var constants = Object(RecipeShape.Record(typeof(MapRule))!, null);
        constants["properties"]!.AsObject().Insert(
            0, MapRuleConverter.From, new JsonObject { ["enum"] = Names(MapRule.All.Select(rule => rule.Name)) });
        return new JsonObject
        {
            ["anyOf"] =
                new JsonArray(new JsonObject { ["enum"] = Names(MapRule.All.Select(rule => rule.Name)) }, constants),
        };
    }

    private static JsonObject Type(Type plain) =>
        plain == typeof(bool) ? new JsonObject { ["type"] = "boolean" }
        : plain == typeof(string) ? new JsonObject { ["type"] = "string" }
        : plain == typeof(int) || plain == typeof(long) ? new JsonObject { ["type"] = "integer" }
        : plain == typeof(double) ? new JsonObject { ["type"] = "number" }
        : new JsonObject { ["type"] = "array" };

    private static JsonObject Text(string description) => new() { ["type"] = "string", ["description"] = description };

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];
}
