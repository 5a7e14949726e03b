using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Srum.Endpoints;

/// <summary>
/// The form of a structured reply: a JSON schema whose fields <see cref="Judging.JudgeReplyParser"/> knows. The
/// thought stands first, so that a model still thinks before it scores.
/// </summary>
/// <param name="Name">Name of the schema.</param>
/// <param name="Fields">The JSON schemas of the fields after the thought, by name.</param>
internal sealed record ReplyForm(string Name, string Fields)
{
    private const string Score = "\"reason\": {\"type\": \"string\"}, \"score\": {\"type\": \"number\"}";

    /// <summary>What is added to the question, whose template asks for lines.</summary>
    public const string Hint =
        "\n\nWrite the answer, with just these contents, as one JSON object, your thought in its field \"thought\".";

    private static readonly ReplyForm Regions = new(
        "regions",
        "\"regions\": {\"type\": \"array\", \"items\": " + Whole(
            "\"region\": {\"type\": \"integer\"}, \"object\": {\"type\": \"string\"}, " + Score) + "}");

    private static readonly ReplyForm Layout = new("layout", Score);

    private static readonly ReplyForm Sample = new("picture", "\"impression\": {\"type\": \"string\"}, " + Score);

    /// <summary>The form of the reply to a question.</summary>
    /// <param name="about"><c>regions</c>, <c>layout</c> or <c>sample</c>.</param>
    public static ReplyForm Of(string about) => about switch
    {
        "regions" => Regions,
        "layout" => Layout,
        _ => Sample,
    };

    /// <summary>The form as it is asked for.</summary>
    public ChatResponseFormat Format
    {
        get
        {
            using var schema = JsonDocument.Parse(Whole("\"thought\": {\"type\": \"string\"}, " + Fields));
            return ChatResponseFormat.ForJsonSchema(schema.RootElement.Clone(), Name);
        }
    }

    // Strict schemas name every field as required and allow no other.
    private static string Whole(string fields)
    {
        using var names = JsonDocument.Parse("{" + fields + "}");
        var required = string.Join(", ", names.RootElement.EnumerateObject().Select(field => $"\"{field.Name}\""));
        return "{\"type\": \"object\", \"properties\": {" + fields + "}, \"required\": [" + required
            + "], \"additionalProperties\": false}";
    }
}
