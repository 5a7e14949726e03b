using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Srum.Recipes;

/// <summary>A value of a recipe's file: an object with its members, or anything else as it stands.</summary>
/// <param name="Members">The members of an object; null where it is none.</param>
/// <param name="Value">The value, where it is no object.</param>
internal sealed record RecipeNode(IReadOnlyList<RecipeMember>? Members, JsonNode? Value)
{
    /// <summary>Reads a file's text, comments and trailing commas allowed.</summary>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="file">Where it stands, for messages.</param>
    /// <exception cref="RecipeException">It is no JSON object, or says something twice.</exception>
    public static RecipeNode Parse(ReadOnlySpan<byte> text, string file)
    {
        var reader = new Utf8JsonReader(
            text, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var root = Read(ref reader, text, new RecipePlace(file, 1));
            return root.Members is not null && !reader.Read()
                ? root : throw new RecipePlace(file, 1).Wrong("a recipe is one JSON object, { … }.");
        }
        catch (JsonException broken)
        {
            throw new RecipePlace(file, (broken.LineNumber ?? 0) + 1).Wrong($"this is no JSON: {broken.Message}");
        }
    }

    /// <summary>What <c>train.steps=60</c> says, as a file would.</summary>
    /// <param name="change">
    /// Path and value. A value that is no JSON is a list where it is one within brackets, else text.
    /// </param>
    /// <exception cref="RecipeException">It is no change, or says something twice.</exception>
    public static RecipeNode Change(string change)
    {
        var where = new RecipePlace("--set " + change, null);
        if (change.Split('=', 2) is not [var path, var value] || path.Split('.').Any(string.IsNullOrWhiteSpace))
        {
            throw where.Wrong("say path=value, as in train.steps=60.");
        }

        var node = Json(value, where) ?? Json($"[{value}]", where) ?? new RecipeNode(null, JsonValue.Create(value));
        foreach (var key in path.Split('.').Reverse())
        {
            node = new RecipeNode([new RecipeMember(key, where, node)], null);
        }

        return node;
    }

    /// <summary>A member by its key; null where it is not there.</summary>
    public RecipeMember? Find(string key) => Members?.FirstOrDefault(member => member.Key == key);

    // Null where a change's text is no JSON: JSON's own null is a value.
    private static RecipeNode? Json(string text, RecipePlace where)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            var value = Read(ref reader, bytes, where);
            return reader.Read() ? null : value;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A file's lines are told apart; a change has none.
    private static RecipeNode Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> text, RecipePlace place)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return new RecipeNode(null, JsonNode.Parse(ref reader));
        }

        var members = new List<RecipeMember>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = reader.GetString()!;
            var where = place.Line is null
                ? place : place with { Line = 1 + text[..(int)reader.TokenStartIndex].Count((byte)'\n') };
            if (members.Any(member => member.Key == key))
            {
                throw where.Wrong($"'{key}' is said twice.");
            }

            reader.Read();
            members.Add(new RecipeMember(key, where, Read(ref reader, text, place)));
        }

        return new RecipeNode(members, null);
    }
}
