using System.Text;
using System.Text.Json;

namespace Srum.Shapes;

/// <summary>One prompt of a set.</summary>
/// <param name="Id">Its number, unique in the set.</param>
/// <param name="Text">The prompt.</param>
/// <param name="Category">Its category; empty where the file states none.</param>
public sealed record PromptEntry(long Id, string Text, string Category);

/// <summary>
/// Prompts from a file: the published JSON array of {Question, Category, Question_id}, or text with one prompt a line.
/// </summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Prompts">The prompts in the file's order, at least one.</param>
public sealed record PromptSet(string Name, IReadOnlyList<PromptEntry> Prompts)
{
    /// <summary>The most characters of one prompt.</summary>
    public const int LongestPrompt = 4000;

    /// <summary>Reads a file. JSON is known by its ending or by its first character, <c>[</c>; all else is text.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <exception cref="SrumException">The file cannot be read, holds no prompt, or a line is wrong; the message names the line.</exception>
    public static PromptSet Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"The prompt file {path} cannot be read: {error.Message} Name a text file with one prompt a line, or a JSON array of prompts.", error);
        }

        var content = bytes.AsSpan();
        content = content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        var json = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || content.TrimStart(" \t\r\n"u8).StartsWith("["u8);
        var prompts = json ? FromJson(path, content) : FromText(path, content);
        if (prompts.Count == 0)
        {
            throw new SrumException($"The prompt file {path} holds no prompt. Write one prompt a line.");
        }

        return new PromptSet(Path.GetFileNameWithoutExtension(path), prompts);
    }

    /// <summary>Writes the published JSON, one prompt a line, line feeds on every system.</summary>
    public void Write(string path)
    {
        var lines = Prompts.Select(prompt =>
            $$"""  {"Question": {{JsonSerializer.Serialize(prompt.Text)}}, "Category": {{JsonSerializer.Serialize(prompt.Category)}}, "Question_id": {{prompt.Id}}}""");
        AtomicFile.Write(path, "[\n" + string.Join(",\n", lines) + "\n]\n");
    }

    private static List<PromptEntry> FromText(string path, ReadOnlySpan<byte> content)
    {
        var prompts = new List<PromptEntry>();
        var number = 0;
        foreach (var range in content.Split((byte)'\n'))
        {
            number++;
            string line;
            try
            {
                line = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content[range]).Trim();
            }
            catch (DecoderFallbackException error)
            {
                throw Wrong(path, number, "holds bytes that are not UTF-8. Save the file as UTF-8 text", error);
            }

            if (line.Length > 0)
            {
                prompts.Add(new PromptEntry(number, Checked(path, number, line), ""));
            }
        }

        return prompts;
    }

    private static List<PromptEntry> FromJson(string path, ReadOnlySpan<byte> content)
    {
        var prompts = new List<PromptEntry>();
        var seen = new Dictionary<long, int>();
        var line = 1;
        try
        {
            var reader = new Utf8JsonReader(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                throw Wrong(path, line, "is not the start of a JSON array. Expected [{\"Question\": \"…\", \"Category\": \"…\", \"Question_id\": 1}, …]");
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                line = 1 + content[..(int)reader.TokenStartIndex].Count((byte)'\n');
                var prompt = Entry(path, line, JsonElement.ParseValue(ref reader), prompts.Count + 1);
                if (!seen.TryAdd(prompt.Id, line))
                {
                    throw Wrong(path, line, $"repeats the Question_id {prompt.Id} of line {seen[prompt.Id]}. Give every prompt a number of its own");
                }

                prompts.Add(prompt);
            }

            if (reader.Read())
            {
                throw Wrong(path, line, "is followed by more than one JSON array. Keep one array");
            }
        }
        catch (JsonException error)
        {
            throw Wrong(path, (int)(error.LineNumber ?? line - 1) + 1, "is not JSON. Expected an array of {\"Question\": \"…\", \"Category\": \"…\", \"Question_id\": 1}", error);
        }

        return prompts;
    }

    private static PromptEntry Entry(string path, int line, JsonElement item, int position)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, line, "is not an object with a \"Question\"");
        }

        var text = Text("Question").Trim();
        if (text.Length == 0)
        {
            throw Wrong(path, line, "has no \"Question\" with the prompt's text");
        }

        var category = Text("Category");
        long id = position;
        if (item.TryGetProperty("Question_id", out var number) && (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out id)))
        {
            throw Wrong(path, line, "has a \"Question_id\" that is not a whole number");
        }

        return new PromptEntry(id, Checked(path, line, text), category);

        string Text(string field)
        {
            try
            {
                return item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
            }
            catch (InvalidOperationException error)
            {
                throw Wrong(path, line, $"has a \"{field}\" with half of a surrogate pair (\\ud800 to \\udfff), which is no character. Write the character itself", error);
            }
        }
    }

    private static string Checked(string path, int line, string text)
    {
        if (text.Length > LongestPrompt)
        {
            throw Wrong(path, line, $"is a prompt of {text.Length} characters; at most {LongestPrompt} are read. Shorten it");
        }

        return text.Any(character => char.IsControl(character) && character is not ('\t' or '\n' or '\r'))
            ? throw Wrong(path, line, "holds control characters. Expected plain text, one prompt a line")
            : text;
    }

    private static SrumException Wrong(string path, int line, string what, Exception? inner = null) =>
        new($"{path}, line {line}: this line {what}.", inner);
}
