using System.Text.Json;

namespace Srum.Models.Bagel;

/// <summary>A JSON config file whose fields are read by name, with errors that name file and field.</summary>
internal sealed class ConfigFile
{
    private readonly JsonElement root;

    private ConfigFile(string path, JsonElement root) => (Path, this.root) = (path, root);

    public string Path { get; }

    public static ConfigFile Open(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            throw new SrumException($"The model folder {folder} has no {name}: is it a model in its published layout?");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ConfigFile(path, document.RootElement.Clone())
                : throw new SrumException($"{path} holds no JSON object.");
        }
        catch (JsonException broken)
        {
            throw new SrumException($"{path} is not JSON: {broken.Message}", broken);
        }
    }

    public int Int(string field, int? otherwise = null) =>
        Find(field) is not { } value
            ? otherwise ?? throw Missing(field)
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0
                ? number
                : throw Wrong(field, value, "a positive whole number");

    public double Double(string field, double otherwise) =>
        Find(field) is not { } value ? otherwise
            : value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(field, value, "a number");

    public bool Bool(string field, bool otherwise) =>
        Find(field) is not { } value ? otherwise
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(field, value, "true or false");

    public IReadOnlyList<int> Ints(string field)
    {
        var value = Find(field) ?? throw Missing(field);
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number) && number > 0)
            ? [.. value.EnumerateArray().Select(item => item.GetInt32())]
            : throw Wrong(field, value, "a list of positive whole numbers");
    }

    /// <summary>A whole number of either sign.</summary>
    public int Signed(string field, int otherwise) =>
        Find(field) is not { } value ? otherwise
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
            : throw Wrong(field, value, "a whole number");

    public IReadOnlyList<double> Doubles(string field)
    {
        var value = Find(field) ?? throw Missing(field);
        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number)
            ? [.. value.EnumerateArray().Select(item => item.GetDouble())]
            : throw Wrong(field, value, "a list of numbers");
    }

    public string Text(string field, string? otherwise = null) =>
        Find(field) is not { } value ? otherwise ?? throw Missing(field)
            : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(field, value, "a text");

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string field) => Find(field) is not null;

    /// <summary>An object within this one.</summary>
    public ConfigFile Part(string field)
    {
        var value = Find(field) ?? throw Missing(field);
        return value.ValueKind == JsonValueKind.Object
            ? new ConfigFile($"{Path}, \"{field}\"", value)
            : throw Wrong(field, value, "an object");
    }

    private JsonElement? Find(string field) => root.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private SrumException Missing(string field) => new($"{Path} has no field \"{field}\".");

    private SrumException Wrong(string field, JsonElement value, string expected) =>
        new($"{Path}: \"{field}\" is {value.GetRawText()}, expected {expected}.");
}
