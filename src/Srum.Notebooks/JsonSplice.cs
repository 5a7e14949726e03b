using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Srum.Notebooks;

/// <summary>
/// Replaces values inside a JSON text and leaves every other byte as it was: number forms, escapes, order, spaces and
/// the final line end included. (Writing the whole text anew would keep them only where its author wrote as we do.)
/// </summary>
internal sealed partial class JsonSplice
{
    private const int Depth = 4;

    private static readonly JsonSerializerOptions Style = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly byte[] bytes;
    private readonly Dictionary<string, (int Start, int End)> spans = [];
    private readonly SortedDictionary<int, (int End, string Text)> edits = [];

    public JsonSplice(byte[] bytes)
    {
        this.bytes = bytes;
        var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var reader = new Utf8JsonReader(bytes.AsSpan(mark));
        reader.Read();
        Walk(ref reader, "", mark, 0);
    }

    /// <summary>Puts a value in the place of the one at a path such as <c>cells/3/outputs</c>.</summary>
    public void Replace(string path, JsonNode? value)
    {
        var (start, end) = spans[path];
        edits[start] = (end, Render(value, Indent(start)));
    }

    /// <summary>Sets a member of an object, behind its last one where it is new.</summary>
    public void ReplaceOrAdd(string path, string name, JsonNode value)
    {
        if (spans.ContainsKey($"{path}/{name}"))
        {
            Replace($"{path}/{name}", value);
            return;
        }

        var members = spans.Where(span => span.Key.StartsWith(path + "/", StringComparison.Ordinal))
            .Select(span => span.Value)
            .ToList();
        if (members.Count == 0)
        {
            Replace(path, new JsonObject { [name] = value });
            return;
        }

        var end = members.Max(member => member.End);
        var indent = Indent(members.Min(member => member.Start));
        edits[end] = (end, $",\n{indent}{JsonSerializer.Serialize(name)}: {Render(value, indent)}");
    }

    public byte[] ToBytes()
    {
        using var result = new MemoryStream();
        var from = 0;
        foreach (var (start, (end, text)) in edits)
        {
            result.Write(this.bytes, from, start - from);
            result.Write(Encoding.UTF8.GetBytes(text));
            from = end;
        }

        result.Write(this.bytes, from, this.bytes.Length - from);
        return result.ToArray();
    }

    private static string Render(JsonNode? value, string indent)
    {
        var text = value is null ? "null" : value.ToJsonString(Style);

        // The encoder escapes what lies beyond the basic plane, emoji for one; an escaped backslash is passed over.
        text = EscapedPair().Replace(
            text,
            match => match.Value[1] == '\\' ? match.Value : JsonSerializer.Deserialize<string>($"\"{match.Value}\"")!);
        return text.Replace("\n", "\n" + indent, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")]
    private static partial Regex EscapedPair();

    /// <summary>The white space that the line of a position begins with.</summary>
    private string Indent(int position)
    {
        var line = position;
        while (line > 0 && this.bytes[line - 1] != '\n')
        {
            line--;
        }

        var end = line;
        while (this.bytes[end] is (byte)' ' or (byte)'\t')
        {
            end++;
        }

        return Encoding.ASCII.GetString(this.bytes, line, end - line);
    }

    private void Walk(ref Utf8JsonReader reader, string path, int offset, int depth)
    {
        var start = offset + (int)reader.TokenStartIndex;
        if (depth == Depth)
        {
            reader.Skip();
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString();
                reader.Read();
                Walk(ref reader, $"{path}{name}/", offset, depth + 1);
            }
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
            {
                Walk(ref reader, $"{path}{index}/", offset, depth + 1);
            }
        }

        spans[path.TrimEnd('/')] = (start, offset + (int)reader.BytesConsumed);
    }
}
