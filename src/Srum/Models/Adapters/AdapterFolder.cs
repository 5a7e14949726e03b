using System.Text.Json;
using System.Text.RegularExpressions;
using Srum.Files;
using Srum.Native;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Models.Adapters;

/// <summary>
/// Adapters in PEFT's layout: <c>adapter_config.json</c> with rank, α and targets, and
/// <c>adapter_model.safetensors</c> with two matrices a layer, under the published name of the layer.
/// </summary>
public static partial class AdapterFolder
{
    /// <summary>The file of settings, which makes a folder one of adapters.</summary>
    public const string SettingsFile = "adapter_config.json";

    /// <summary>The file of matrices.</summary>
    public const string WeightFile = "adapter_model.safetensors";

    private const string Prefix = "base_model.model.";
    private const string Down = ".lora_A.weight";
    private const string Up = ".lora_B.weight";
    private const string Remedy = "Export the adapter again.";

    /// <summary>Whether a folder holds adapters.</summary>
    public static bool Is(string folder) => OptionalFile.IsThere(Path.Combine(folder, SettingsFile));

    /// <summary>Writes the adapters that are on a model.</summary>
    /// <param name="folder">Where to; made where it is missing.</param>
    /// <param name="layers">The model's layers.</param>
    /// <param name="baseModel">What the file says they belong to: a name or folder, for people and for PEFT.</param>
    /// <param name="dropout">The dropout that they were trained with, for who trains on.</param>
    /// <exception cref="SrumException">No layer has one, or they differ in rank or α.</exception>
    public static void Write(string folder, IReadOnlyList<LinearLayer> layers, string baseModel, double dropout = 0)
    {
        LinearLayer[] adapted = [.. layers.Where(layer => layer.Adapter is not null)];
        if (adapted.Select(layer => (layer.Adapter!.Rank, layer.Adapter.Alpha)).Distinct().ToArray() is not [var size])
        {
            throw new SrumException(
                "The model has no adapters, or adapters of several sizes: one file of them has one rank and one "
                    + "alpha.");
        }

        using var outside = no_grad();
        Directory.CreateDirectory(folder);
        var note = new Dictionary<string, string> { ["format"] = "pt" };
        SafetensorsWriter.Write(Path.Combine(folder, WeightFile), adapted.SelectMany(Tensors), note);
        var config = new AdapterConfig
        {
            BaseModel = baseModel, Rank = size.Rank, Alpha = size.Alpha, Dropout = dropout,
            TargetModules = JsonSerializer.SerializeToElement(
                adapted.Select(layer => TargetOf(layer.Name)).Distinct().ToArray()),
        };
        AtomicFile.Write(
            Path.Combine(folder, SettingsFile), JsonSerializer.SerializeToUtf8Bytes(config, AdapterConfig.Format));
    }

    /// <summary>Reads adapters, by the name of the layer that each is for.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where they live; null = the CPU.</param>
    /// <exception cref="SrumException">A file is missing or unsound, or holds more than low-rank adapters.</exception>
    /// <exception cref="NotFiniteException">A matrix holds NaN or infinity; the message names it.</exception>
    public static IReadOnlyDictionary<string, LowRank> Read(string folder, Device? device = null)
    {
        var path = Path.Combine(folder, SettingsFile);
        var config = JsonFile.Read<AdapterConfig>(path, AdapterConfig.Format, Remedy);
        config.Check(path);
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(Path.Combine(folder, WeightFile));
        string[] layers = [.. file.Names.Select(name => CheckedLayer(file, name, config.Rank)).Distinct()];
        var found = new Dictionary<string, LowRank>(StringComparer.Ordinal);
        try
        {
            foreach (var layer in layers)
            {
                found[layer] = new LowRank(
                    Matrix(Prefix + layer + Down), Matrix(Prefix + layer + Up), config.Alpha);
            }

            return found;
        }
        catch
        {
            Free(found.Values);
            throw;
        }

        Tensor Matrix(string name)
        {
            var matrix = file.Read(name, ScalarType.Float32);
            return matrix.IsFinite()
                ? matrix.to(device ?? CPU)
                : throw new NotFiniteException(
                    $"{file.Path}: '{name}' holds numbers that are not finite. Copy or fetch the file again; if it "
                    + "comes from a training, take an earlier state of it.");
        }
    }

    /// <summary>The inspection of a folder of adapters.</summary>
    /// <param name="model">What was found of the base, in the name of the adapters' folder.</param>
    /// <param name="layers">The base's layers.</param>
    /// <inheritdoc cref="Read"/>
    internal static ModelInspection Inspect(ModelInspection model, IReadOnlyList<LinearLayer> layers)
    {
        var shapes = layers.ToDictionary(layer => layer.Name, layer => layer.Weight.shape);
        var adapters = Read(model.Folder);
        try
        {
            using var file = SafetensorsFile.Open(Path.Combine(model.Folder, WeightFile));
            return model with
            {
                Tensors = [.. file.Entries],
                Unused = [.. model.Unused, .. file.Names.Where(name => !shapes.ContainsKey(LayerOf(name)!))],
                Misshapen =
                [
                    .. model.Misshapen,
                    .. from adapter in adapters
                       where shapes.ContainsKey(adapter.Key) && !Fits(adapter.Value, shapes[adapter.Key])
                       select $"{adapter.Key} ({adapter.Value.B.shape[0]} × {adapter.Value.A.shape[1]} instead of "
                           + $"{string.Join(" × ", shapes[adapter.Key])})",
                ],
                FromBase = [.. model.Tensors.Select(entry => entry.Name)],
            };
        }
        finally
        {
            Free(adapters.Values);
        }
    }

    /// <summary>Puts the adapters of a folder on a model.</summary>
    /// <exception cref="SrumException">They are of another model: a layer is missing or of another shape.</exception>
    /// <exception cref="NotFiniteException">A matrix holds NaN or infinity; the message names it.</exception>
    internal static void PutOn(IUnifiedModel model, string folder, Device? device)
    {
        var layers = model.Layers.ToDictionary(layer => layer.Name);
        var adapters = Read(folder, device);
        try
        {
            foreach (var (name, adapter) in adapters)
            {
                if (!layers.TryGetValue(name, out var layer))
                {
                    throw new SrumException(
                        $"The adapter {folder} is for a layer '{name}', which this model has not. Name the model as "
                        + "--base that it was trained on.");
                }

                CheckFit(folder, name, adapter, layer.Weight.shape);
            }
        }
        catch
        {
            Free(adapters.Values);
            throw;
        }

        // All or none: from here on they belong to their layers.
        foreach (var (name, adapter) in adapters)
        {
            layers[name].Adapter = adapter;
        }
    }

    /// <summary>Refuses an adapter that does not fit a weight.</summary>
    internal static void CheckFit(string folder, string name, LowRank adapter, IReadOnlyList<long> weight)
    {
        if (!Fits(adapter, weight))
        {
            throw new SrumException(
                $"The adapter {folder} is for a layer '{name}' of {adapter.B.shape[0]} × {adapter.A.shape[1]}, and "
                + $"this model's is {string.Join(" × ", weight)}. Name the model as --base that it was trained on.");
        }
    }

    /// <summary>The matrices of a layer's adapter by their names in a file.</summary>
    internal static IEnumerable<KeyValuePair<string, Tensor>> Tensors(LinearLayer layer) =>
    [
        new(Prefix + layer.Name + Down, layer.Adapter!.A), new(Prefix + layer.Name + Up, layer.Adapter.B),
    ];

    /// <summary>How PEFT is told to find a layer: what follows the number in its name.</summary>
    internal static string TargetOf(string layer) => Numbered().Match(layer) is { Success: true } match
        ? match.Groups[1].Value : layer;

    private static bool Fits(LowRank adapter, IReadOnlyList<long> weight) =>
        weight.SequenceEqual([adapter.B.shape[0], adapter.A.shape[1]]);

    // The layer of a matrix whose pair is there, both of the rank that the settings say.
    private static string CheckedLayer(SafetensorsFile file, string name, int wanted)
    {
        var layer = LayerOf(name) ?? throw new SrumException(
            $"{file.Path}: '{name}' is no matrix of a low-rank adapter ({Prefix}LAYER{Down} or {Up}). {Remedy}");
        var (down, up) = (Prefix + layer + Down, Prefix + layer + Up);
        return file.Contains(down) && file.Contains(up) && file.Entry(down).Shape is [var rank, _]
            && file.Entry(up).Shape is [_, var inner] && rank == wanted && inner == rank
            ? layer
            : throw new SrumException(
                $"{file.Path}: the two matrices of '{layer}' are not of rank {wanted}, as {SettingsFile} says, or one "
                + $"is missing. {Remedy}");
    }

    /// <summary>Frees adapters that are on no model.</summary>
    internal static void Free(IEnumerable<LowRank> adapters)
    {
        foreach (var adapter in adapters)
        {
            adapter.Dispose();
        }
    }

    private static string? LayerOf(string name) => name.StartsWith(Prefix, StringComparison.Ordinal)
        && ((string[])[Down, Up]).FirstOrDefault(end => name.EndsWith(end, StringComparison.Ordinal)) is { } ending
        ? name[Prefix.Length..^ending.Length] : null;

    [GeneratedRegex(@"\.\d+\.(.+)$")]
    private static partial Regex Numbered();
}
