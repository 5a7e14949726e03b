using System.Text.Json;
using Srum.Weights;
using TorchSharp;

namespace Srum.Tests.Fixtures;

/// <summary>
/// One case of an area: its JSON, its tensors <c>in.*</c> and <c>out.*</c> if it has any, and its folder of files.
/// Notes which fields of the JSON were read, so that a check can tell a field that no test looks at.
/// </summary>
internal sealed class FixtureCase : IDisposable
{
    // What every case may say about itself; no result stands there.
    private static readonly string[] Remarks =
        ["case", "description", "upstream", "tolerance", "tensors", "note", "notes"];

    private readonly JsonDocument document;
    private readonly HashSet<string> read = new(Remarks, StringComparer.Ordinal);

    public FixtureCase(string area, string name)
    {
        (Area, Name) = (area, name);
        document = JsonDocument.Parse(File.ReadAllBytes(Path(name + ".json")));
        var tensors = Path(name + ".safetensors");
        Tensors = File.Exists(tensors) ? SafetensorsFile.Open(tensors) : null;
    }

    public string Area { get; }

    public string Name { get; }

    public SafetensorsFile? Tensors { get; }

    /// <summary>The whole JSON, without noting what is read.</summary>
    public JsonElement Json => document.RootElement;

    public JsonElement Tolerance => Json.TryGetProperty("tolerance", out var tolerance) ? tolerance : default;

    /// <summary>The folder of the same name.</summary>
    public string Folder => Path(Name);

    public IEnumerable<string> OutNames => Names("out.");

    public IEnumerable<string> InNames => Names("in.");

    public IEnumerable<string> Unread => Json.EnumerateObject().Select(p => p.Name).Where(n => !read.Contains(n));

    /// <summary>A field of the JSON; noted as read.</summary>
    public JsonElement this[string field]
    {
        get
        {
            read.Add(field);
            return Json.GetProperty(field);
        }
    }

    /// <summary>Whether the JSON has a field (null counts as none).</summary>
    public bool Has(string field) => Json.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A tensor by its full name, e.g. <c>in.pixels</c>, in the type it is stored in.</summary>
    public torch.Tensor Tensor(string name) =>
        (Tensors ?? throw new InvalidOperationException($"{Area}/{Name} has no tensors.")).Read(name);

    public bool HasTensor(string name) => Tensors?.Contains(name) == true;

    /// <summary>A file of the area, e.g. the picture beside the JSON.</summary>
    public string Path(string file) => System.IO.Path.Combine(FixtureRoot.Area(Area), file);

    /// <summary>Notes fields as looked at: those that say how the case was made and that the test needs not.</summary>
    public void Read(params string[] fields) => read.UnionWith(fields);

    public void Dispose()
    {
        Tensors?.Dispose();
        document.Dispose();
    }

    public override string ToString() => $"{Area}/{Name}";

    private IEnumerable<string> Names(string beginning) =>
        Tensors?.Names.Where(n => n.StartsWith(beginning, StringComparison.Ordinal)) ?? [];
}
