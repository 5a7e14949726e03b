using System.Text.Json;
using Srum.Files;

namespace Srum.Models;

/// <summary>
/// A JSON config file whose fields are read by name, with errors that name file and field. A field may stand in one of
/// several objects, since exporters move it; two that contradict each other are refused.
/// </summary>
internal sealed class ConfigFile
{
    private readonly IReadOnlyList<JsonElement> places;
    private readonly IReadOnlyList<string> inner;

    private ConfigFile(string path, IReadOnlyList<JsonElement> places, IReadOnlyList<string> inner) =>
        (Path, this.places, this.inner) = (path, places, inner);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Reads a file of a model folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file.</param>
    /// <exception cref="SrumException">It is not there, or holds no JSON object.</exception>
    public static ConfigFile Open(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        if (!OptionalFile.IsThere(path))
        {
            throw new SrumException($"The model folder {folder} has no {name}: is it a model in its published layout?");
        }

        var root = JsonFile.Read(path, "Correct it, or complete the download or the export.");
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new SrumException($"{path} holds no JSON object. Complete the download or the export.");
        }

        return Whole(new ConfigFile(path, [root], []));
    }

    /// <summary>The same file, whose fields may also stand in objects of these names.</summary>
    public ConfigFile Within(params string[] names)
    {
        JsonElement[] found =
        [
            .. from place in places
               from name in names
               where place.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
               select place.GetProperty(name),
        ];
        return Whole(new ConfigFile(Path, [.. places, .. found], [.. inner, .. names]));
    }

    /// <summary>The same file, whose fields stand in objects of these names and nowhere else.</summary>
    public ConfigFile Inside(params string[] names)
    {
        var within = Within(names);
        return new ConfigFile(Path, [.. within.places.Skip(places.Count)], names);
    }

    /// <summary>Whether the file has a field.</summary>
    public bool Has(string field) => Find(field) is not null;

    public int Int(string field, int? otherwise = null) =>
        Find(field) is not { } value
            ? otherwise ?? throw Missing(field)
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0
                ? number
                : throw Wrong(field, value, "a positive whole number");

    /// <summary>A finite number.</summary>
    /// <param name="field">The field.</param>
    /// <param name="otherwise">What an absent one means; null = it must be there.</param>
    /// <param name="isPositive">Whether it must be above 0.</param>
    public double Double(string field, double? otherwise = null, bool isPositive = true) =>
        Find(field) is not { } value
            ? otherwise ?? throw Missing(field)
            : value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && double.IsFinite(number)
                && !(isPositive && number <= 0)
                ? number
                : throw Wrong(field, value, isPositive ? "a number above 0" : "a number");

    public bool Bool(string field, bool otherwise) =>
        Find(field) is not { } value ? otherwise
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(field, value, "true or false");

    public IReadOnlyList<int> Ints(string field)
    {
        var value = Find(field) ?? throw Missing(field);
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            && value.EnumerateArray()
                .All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var number) && number > 0)
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
        return value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(
                item => item.ValueKind == JsonValueKind.Number && double.IsFinite(item.GetDouble()))
            ? [.. value.EnumerateArray().Select(item => item.GetDouble())]
            : throw Wrong(field, value, "a list of numbers");
    }

    public string Text(string field, string? otherwise = null) =>
        Find(field) is not { } value ? otherwise ?? throw Missing(field)
            : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(field, value, "a text");

    /// <summary>An object within this one.</summary>
    public ConfigFile Part(string field)
    {
        var value = Find(field) ?? throw Missing(field);
        return value.ValueKind == JsonValueKind.Object
            ? Whole(new ConfigFile($"{Path}, \"{field}\"", [value], []))
            : throw Wrong(field, value, "an object");
    }

    /// <summary>
    /// Refuses a field that is absent, or says something else than the one thing that is implemented.
    /// </summary>
    public void Require(string field, string only)
    {
        if (Find(field) is null)
        {
            throw Missing(field);
        }

        Allow(field, only);
    }

    /// <summary>
    /// Refuses a field that says something else than what is implemented; an absent one says just that.
    /// </summary>
    public void Allow(string field, params string[] only) =>
        Allow(
            field,
            value => value.ValueKind == JsonValueKind.String && only.Contains(value.GetString()),
            string.Join(" or ", only.Select(text => $"\"{text}\"")));

    /// <inheritdoc cref="Allow(string, string[])"/>
    public void Allow(string field, bool only) =>
        Allow(
            field,
            value => value.ValueKind == (only ? JsonValueKind.True : JsonValueKind.False),
            only ? "true" : "false");

    /// <inheritdoc cref="Allow(string, string[])"/>
    public void Allow(string field, double only) => Allow(
        field,
        value => value.ValueKind == JsonValueKind.Number && value.GetDouble() == only,
        only.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Refuses a list that holds anything else than one text.</summary>
    public void AllowAll(string field, string only) => Allow(
        field,
        value => value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString() == only),
        $"a list of \"{only}\" alone");

    /// <summary>Refuses a field that is there at all.</summary>
    public void Forbid(string field) => Allow(field, _ => false, "none");

    private void Allow(string field, Func<JsonElement, bool> isKnown, string known)
    {
        if (Find(field) is { } value && !isKnown(value))
        {
            throw new SrumException($"{Path}: \"{field}\" is {Text(value)}; only {known} can be computed with here. "
                + "Take a model that has it so.");
        }
    }

    private static ConfigFile Whole(ConfigFile file) => !file.Has("quantization_config")
        ? file
        : throw new SrumException(
            $"{file.Path} has a \"quantization_config\": quantised weights cannot be computed with here. Take the "
            + "model in bf16 or fp32.");

    private JsonElement? Find(string field)
    {
        JsonElement? found = null;
        foreach (var place in places)
        {
            if (!place.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            if (found is { } first && !JsonElement.DeepEquals(first, value))
            {
                throw new SrumException(
                    $"{Path} says of \"{field}\" once {Text(first)} and once {Text(value)}. Leave what is right.");
            }

            found ??= value;
        }

        return found;
    }

    private SrumException Missing(string field) => new(
        $"{Path} has no field \"{field}\"{(inner.Count == 0 ? "" : $", nor has {string.Join(" or ", inner)} in it")}: "
        + "it decides what the model computes, and is not guessed. Add it, or complete the download or the export.");

    private SrumException Wrong(string field, JsonElement value, string expected) =>
        new($"{Path}: \"{field}\" is {Text(value)}, expected {expected}.");

    private static string Text(JsonElement value)
    {
        var text = JsonSerializer.Serialize(value);
        return text.Length > 80 ? text[..80] + "…" : text;
    }
}
