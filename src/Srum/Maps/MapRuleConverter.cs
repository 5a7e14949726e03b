using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Srum.Runs;

namespace Srum.Maps;

/// <summary>
/// A rule as JSON: the name of one of the library's, or an object with its constants, which may say
/// <c>"from": "published"</c> and what differs. A rule with a painter of its own is known by its name alone.
/// </summary>
internal sealed class MapRuleConverter : JsonConverter<MapRule>
{
    /// <summary>The property that names the rule which an object changes.</summary>
    public const string From = "from";

    public override MapRule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return MapRule.Find(reader.GetString()!);
        }

        var changes = JsonNode.Parse(ref reader)!.AsObject();
        if (changes.Remove(From, out var from))
        {
            var whole = JsonSerializer.SerializeToNode(MapRule.Find($"{from}"), RecordFormat.Line)!.AsObject();
            foreach (var (name, value) in changes)
            {
                whole[name] = value?.DeepClone();
            }

            changes = whole;
        }

        return changes.Deserialize<MapRule>(RecordFormat.Line)!;
    }

    public override void Write(Utf8JsonWriter writer, MapRule value, JsonSerializerOptions options)
    {
        if (MapRule.All.Contains(value))
        {
            writer.WriteStringValue(value.Name);
        }
        else
        {
            JsonSerializer.Serialize(writer, value, RecordFormat.Line);
        }
    }
}
