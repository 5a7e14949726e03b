using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Srum.Maps;

namespace Srum.Recipes;

/// <summary>
/// A recipe while it is put together: what one file says is laid over what another said, property by property, and held
/// against what recipes can say. Another kind of judge or objective begins from its own defaults.
/// </summary>
/// <param name="start">The recipe to begin with.</param>
internal sealed class RecipeMerge(Recipe start)
{
    private readonly JsonObject whole = JsonSerializer.SerializeToNode(start, RecipeShape.Format)!.AsObject();
    private readonly Dictionary<string, RecipePlace> said = [];

    /// <summary>Lays a file's or a change's settings over what is there.</summary>
    /// <exception cref="RecipeException">Something in it is unknown, or no value of its kind.</exception>
    public void Add(RecipeNode settings) => Add(whole, settings, RecipeShape.Record(typeof(Recipe))!, "");

    /// <summary>The recipe.</summary>
    /// <exception cref="SrumException">A setting is out of range.</exception>
    public Recipe Finish()
    {
        var recipe = whole.Deserialize<Recipe>(RecipeShape.Format)!;
        try
        {
            recipe.Validate();
        }
        catch (SettingException wrong) when (said.TryGetValue(wrong.Path, out var place))
        {
            throw place.Wrong(wrong.Message);
        }

        return recipe;
    }

    private void Add(JsonObject target, RecipeNode settings, JsonTypeInfo type, string path)
    {
        var (record, tag) = Kind(target, settings, type, path);
        var known = RecipeShape.Properties(record).ToDictionary(property => property.Name);
        foreach (var member in settings.Members!.Where(member => member.Key != tag))
        {
            var name = path + member.Key;
            if (!known.TryGetValue(member.Key, out var property))
            {
                throw member.Where.Wrong(Unknown(member.Key, name, type, record, target, tag));
            }

            said[name] = member.Where;
            if (property.PropertyType == typeof(MapRule))
            {
                target[member.Key] = Map(member, target[member.Key]);
            }
            else if (member.Value.Members is not null && RecipeShape.Record(property.PropertyType) is { } inner)
            {
                var child = target[member.Key] as JsonObject ?? [];
                target[member.Key] = child;
                Add(child, member.Value, inner, name + ".");
            }
            else
            {
                target[member.Key] = Checked(member, property.PropertyType, property.IsSetNullable);
            }
        }
    }

    // The record that an object is, where there are several; another than before drops what the other one said.
    private static (JsonTypeInfo Record, string? Tag) Kind(
        JsonObject target, RecipeNode settings, JsonTypeInfo type, string path)
    {
        var kinds = RecipeShape.Kinds(type);
        if (kinds.Count == 0)
        {
            return (type, null);
        }

        var tag = type.PolymorphismOptions!.TypeDiscriminatorPropertyName;
        if (settings.Find(tag) is { } named)
        {
            var kind = named.Value.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
            if (!kinds.ContainsKey(kind))
            {
                throw named.Where.Wrong(
                    $"{path}{tag} must be {string.Join(", ", kinds.Keys)}, not {Shown(named.Value)}.");
            }

            if ($"{target[tag]}" != kind)
            {
                target.Clear();
                target[tag] = kind;
            }
        }

        return (RecipeShape.Record(kinds[$"{target[tag]}"])!, tag);
    }

    private static string Unknown(
        string key, string name, JsonTypeInfo type, JsonTypeInfo record, JsonObject target, string? tag)
    {
        string[] own = [.. RecipeShape.Properties(record).Select(property => property.Name)];
        var owners = RecipeShape.Kinds(type)
            .Where(kind =>
                RecipeShape.Properties(RecipeShape.Record(kind.Value)!).Any(property => property.Name == key))
            .Select(kind => kind.Key).ToArray();
        return owners.Length > 0
            ? $"{name} is a setting of {string.Join(", ", owners)}; this one is {target[tag!]}"
                + (own.Length == 0 ? ", which has none." : $", which has: {string.Join(", ", own)}.")
            : record.Type == typeof(Recipe) && key == "name"
                ? "a recipe has no name but that of its file: leave it out."
            : own.Length == 0 ? $"there is no setting {name}: {target[tag!]} has none."
            : $"there is no setting {name}. The nearest is {name[..^key.Length]}{Nearest.Of(key, own)}.";
    }

    private JsonNode Map(RecipeMember member, JsonNode? before)
    {
        if (member.Value.Members is { } constants)
        {
            var rule = RecipeShape.Record(typeof(MapRule))!;
            string[] known = [MapRuleConverter.From, .. RecipeShape.Properties(rule).Select(property => property.Name)];
            if (constants.FirstOrDefault(constant => !known.Contains(constant.Key)) is { } unknown)
            {
                throw unknown.Where.Wrong(
                    $"there is no setting {unknown.Key} of a map rule. "
                    + $"The nearest is {Nearest.Of(unknown.Key, known)}.");
            }

            var changed = before as JsonObject ?? new JsonObject { [MapRuleConverter.From] = before?.DeepClone() };
            changed = changed.DeepClone().AsObject();
            foreach (var constant in constants)
            {
                changed[constant.Key] = constant.Value.Value?.DeepClone();
            }

            return Fits(member, changed, () => Rule(changed));
        }

        return Fits(member, member.Value.Value, () => Rule(member.Value.Value));

        static object? Rule(JsonNode? value) => new JsonObject { ["kind"] = "weighted", ["map"] = value?.DeepClone() }
            .Deserialize<Training.Objective>(RecipeShape.Format);
    }

    private static JsonNode? Checked(RecipeMember member, Type type, bool nullable)
    {
        var value = member.Value.Members is null ? member.Value.Value : new JsonObject();
        if (member.Where.Line is null && RecipeShape.IsList(type) && value is JsonValue single)
        {
            // A command line says 4 for [4], and q_proj,v_proj for both.
            value = single.TryGetValue<string>(out var text)
                ? new JsonArray([.. text.Split(',').Select(part => JsonValue.Create(part.Trim()))])
                : new JsonArray(single.DeepClone());
        }

        return value is null && nullable ? null : Fits(
            member, value, () => RecipeShape.Read(value, type), RecipeShape.Expected(type));
    }

    private static JsonNode Fits(RecipeMember member, JsonNode? value, Func<object?> read, string? expected = null)
    {
        try
        {
            if (value is not null && read() is not null)
            {
                return value.DeepClone();
            }
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            // Said below.
        }
        catch (SrumException wrong)
        {
            throw member.Where.Wrong(wrong.Message);
        }

        throw member.Where.Wrong(
            $"{member.Key} must be {expected ?? RecipeShape.Expected(typeof(MapRule))}, not {Shown(member.Value)}.");
    }

    private static string Shown(RecipeNode value) =>
        value.Members is not null ? "an object" : value.Value is null ? "null"
        : value.Value.GetValueKind() == JsonValueKind.String ? $"'{value.Value}'" : value.Value.ToJsonString();
}
