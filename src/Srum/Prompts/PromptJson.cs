using System.Text;
using System.Text.Json;

namespace Srum.Prompts;

/// <summary>
/// Prompts from JSON: an array, or a value a line. A value is a text, or an object with the text under one of
/// <see cref="PromptFields"/>.
/// </summary>
internal static class PromptJson
{
    private const string Expected = "Expected {\"prompt\": \"…\"} a line, or an array of {\"Question\": \"…\", "
        + "\"Category\": \"…\", \"Question_id\": 1}";

    private static readonly JsonReaderOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Whether a file holds a value a line: by its ending, or because it begins with an object.</summary>
    /// <param name="path">The file's name.</param>
    /// <param name="beginsWithObject">Whether its first character, spaces aside, is <c>{</c>.</param>
    public static bool AreLines(string path, bool beginsWithObject) =>
        beginsWithObject || Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson";

    /// <summary>Reads a value a line.</summary>
    public static List<PromptEntry> Lines(string path, string text)
    {
        var found = new Found(path);
        foreach (var (i, whole) in text.Split('\n').Index())
        {
            var line = whole.TrimStart('\uFEFF').Trim();
            if (line.Length == 0)
            {
                continue;
            }

            try
            {
                using var value = JsonDocument.Parse(line);
                found.Add(i + 1, value.RootElement, i + 1);
            }
            catch (JsonException broken)
            {
                throw PromptSet.Wrong(path, i + 1, $"is no whole JSON value. {Expected}", broken);
            }
        }

        return found.Prompts;
    }

    /// <summary>Reads an array.</summary>
    public static List<PromptEntry> Array(string path, string text)
    {
        var content = Encoding.UTF8.GetBytes(text).AsSpan();
        var found = new Found(path);
        var line = 1;
        try
        {
            var reader = new Utf8JsonReader(content, Lenient);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw PromptSet.Wrong(path, line, $"is not the start of a JSON array. {Expected}");
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                line = 1 + content[..(int)reader.TokenStartIndex].Count((byte)'\n');
                found.Add(line, JsonElement.ParseValue(ref reader), found.Prompts.Count + 1);
            }

            if (reader.Read())
            {
                throw PromptSet.Wrong(path, line, "is followed by more than one JSON array. Keep one array");
            }
        }
        catch (JsonException broken)
        {
            throw PromptSet.Wrong(path, (int)(broken.LineNumber ?? line - 1) + 1, $"is not JSON. {Expected}", broken);
        }

        return found.Prompts;
    }

    private sealed class Found(string path)
    {
        private readonly Dictionary<long, int> lines = [];

        public List<PromptEntry> Prompts { get; } = [];

        public void Add(int line, JsonElement value, long number)
        {
            var prompt = Entry(line, value, number);
            if (!lines.TryAdd(prompt.Id, line))
            {
                throw PromptSet.Wrong(path, line, $"repeats the Question_id {prompt.Id} of line {lines[prompt.Id]}. "
                    + "Give every prompt a number of its own");
            }

            Prompts.Add(prompt);
        }

        private PromptEntry Entry(int line, JsonElement value, long number)
        {
            if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.String))
            {
                throw PromptSet.Wrong(path, line, $"is neither a text nor an object with one of {PromptFields.Known}");
            }

            var text = Text(value.ValueKind == JsonValueKind.String ? value : Field(PromptFields.Text))?.Trim() ?? "";
            if (text.Length == 0)
            {
                throw PromptSet.Wrong(
                    path, line, $"has none of {PromptFields.Known} with the prompt's text. {Expected}");
            }

            var category = Text(Field(PromptFields.Category)) ?? "";
            if (Field(PromptFields.Id) is { } id
                && (id.ValueKind != JsonValueKind.Number || !id.TryGetInt64(out number)))
            {
                throw PromptSet.Wrong(path, line, "has a \"Question_id\" that is not a whole number");
            }

            return PromptEntry.Fault(text) is { } fault ? throw PromptSet.Wrong(path, line, fault)
                : new PromptEntry(number, text, category) { Composed = Composed() };

            string? Composed()
            {
                var found = Field(PromptFields.Composed);
                var composed = Text(found)?.Trim() ?? "";
                var fault = found is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) }
                    ? "Expected a text"
                    : composed.Length == 0 ? null : Composition.Fault(composed)?.TrimEnd('.');
                return fault is not null
                    ? throw PromptSet.Wrong(path, line, $"has a \"Composed\" that is no composition. {fault}")
                    : composed.Length == 0 ? null : composed;
            }

            JsonElement? Field(string[] names)
            {
                JsonProperty[] fields = value.ValueKind == JsonValueKind.Object ? [.. value.EnumerateObject()] : [];
                var place = PromptFields.Find([.. fields.Select(field => field.Name)], names);
                return place < 0 ? null : fields[place].Value;
            }

            string? Text(JsonElement? found)
            {
                try
                {
                    return found is { ValueKind: JsonValueKind.String } own ? own.GetString() : null;
                }
                catch (InvalidOperationException broken)
                {
                    throw PromptSet.Wrong(path, line, "has half of a surrogate pair (\\ud800 to \\udfff), which is "
                        + "no character. Write the character itself", broken);
                }
            }
        }
    }
}
