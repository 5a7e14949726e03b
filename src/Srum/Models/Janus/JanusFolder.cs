using Srum.Models.Adapters;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>A Janus folder in the published layout, with its weights as safetensors.</summary>
internal static class JanusFolder
{
    private const string MainFile = "model.safetensors";

    // Reads tensors alone out of the pickles.
    private const string Conversion =
        "import glob, torch; from safetensors.torch import save_file; save_file({k: v.contiguous() for f in "
        + "glob.glob('pytorch_model*.bin') for k, v in torch.load(f, map_location='cpu', weights_only=True).items()}, "
        + "'model.safetensors')";

    /// <summary>Opens a folder.</summary>
    /// <param name="files">Where the folder's files stand.</param>
    /// <param name="device">Where the tensors live; null = the CPU.</param>
    /// <param name="precision">How the weights are held; the codec stays in fp32.</param>
    public static JanusModel Open(
        ModelFiles files, Device? device = null, ModelPrecision precision = ModelPrecision.Fp32)
    {
        // Before the weights, which take their time: a wrong setting is told at once.
        var settings = Settings(files, JanusConfig.Read(files.Main));
        return new JanusModel(OpenParts(files.Main, device, precision), settings, files, precision);
    }

    /// <summary>The model over networks that a folder describes; they are its own from here on.</summary>
    public static JanusModel Model(
        JanusParts parts, ModelFiles files, ModelPrecision precision = ModelPrecision.Fp32) =>
        new(parts, Settings(files, parts.Config), files, precision);

    /// <summary>
    /// The networks that a folder's configs describe, with the codec of a file; all other weights are drawn anew.
    /// </summary>
    public static JanusParts OpenUntrained(string folder, string codec, long seed)
    {
        using var file = SafetensorsFile.Open(codec);
        var config = JanusConfig.Read(folder);
        // On its own first: among drawn weights nobody would see that some of the codec's are drawn too.
        using (var alone = new ParameterStore([.. file.Names], Read))
        {
            _ = new PictureCodec(config.CodeBook, alone);
            alone.ThrowIfIncomplete(codec);
        }

        var store = ParameterStore.Random(seed, Read);
        try
        {
            return new JanusParts(config, new PromptTokens(config, folder), store);
        }
        catch
        {
            store.Dispose();
            throw;
        }

        Tensor? Read(string name) => file.Contains(name) ? file.Read(name, ScalarType.Float32) : null;
    }

    /// <summary>The networks of a folder.</summary>
    public static JanusParts OpenParts(
        string folder, Device? device = null, ModelPrecision precision = ModelPrecision.Fp32)
    {
        using var weights = Weights(folder);
        using var outside = no_grad();
        var config = JanusConfig.Read(folder);
        var store = new ParameterStore([.. weights.Names], Read)
        {
            Device = device ?? CPU,
            Compute = precision.Computed(),
        };
        JanusParts? parts = null;
        try
        {
            parts = new JanusParts(config, new PromptTokens(config, folder), store, device);
            store.ThrowIfIncomplete(weights.Path);
            return parts;
        }
        catch
        {
            // The store is most of what parts hold, and there are no parts yet where one of them could not be made.
            parts?.Dispose();
            store.Dispose();
            throw;
        }

        Tensor? Read(string name) => !weights.Contains(name) ? null
            : weights.ReadWeight(name, JanusParts.StaysFp32(name) ? ScalarType.Float32 : precision.Held());
    }

    /// <summary>Compares a folder's weights with what its configs ask for, without reading them.</summary>
    public static ModelInspection Inspect(ModelFiles files)
    {
        using var weights = Weights(files.Main);
        using var outside = no_grad();
        var config = JanusConfig.Read(files.Main);
        using var shapes = new ParameterStore([.. weights.Names], Shape) { Device = META };
        using var parts = new JanusParts(config, new PromptTokens(config, files.Main), shapes, META);
        var settings = ModelInspection.Flat(config, Settings(files, config));
        var whole = new ModelInspection(
            files.Folder,
            [.. weights.Files.SelectMany(file => file.Entries)],
            [.. settings.Where(setting => !CodeSettings.IsForeign(setting.Key))],
            shapes.Missing,
            shapes.Unused,
            shapes.Misshapen,
            []);
        return files.IsAdapter ? AdapterFolder.Inspect(whole, shapes.Layers) : whole;

        Tensor? Shape(string name) =>
            weights.Contains(name) ? empty([.. weights.WeightEntry(name).Shape], device: META) : null;
    }

    /// <summary>What a folder describes, its settings, and the headers of its weights.</summary>
    public static (JanusFootprint Size, ModelSettings Settings, IReadOnlyList<TensorEntry> Entries) Described(
        ModelFiles files)
    {
        using var weights = Weights(files.Main);
        var config = JanusConfig.Read(files.Main);
        return (
            new JanusFootprint(config, new PromptTokens(config, files.Main)), Settings(files, config),
            [.. weights.Files.SelectMany(file => file.Entries)]);
    }

    /// <summary>
    /// Writes a folder: the source's config files, and the weights as they are now, in bf16 (the codec in fp32).
    /// </summary>
    public static void Save(string folder, ModelFiles source, JanusParts parts)
    {
        source.CopySideFiles(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, MainFile),
            parts.Store.Merged(name => JanusParts.StaysFp32(name) ? ScalarType.Float32 : ScalarType.BFloat16));
    }

    /// <summary>Writes a folder with random weights.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="source">The files that describe it; its weights are not read.</param>
    /// <param name="seed">Decides every weight.</param>
    public static void WriteRandom(string folder, ModelFiles source, long seed)
    {
        using var outside = no_grad();
        var config = JanusConfig.Read(source.Folder);
        using var parts = new JanusParts(config, new PromptTokens(config, source.Folder), ParameterStore.Random(seed));
        Save(folder, source, parts);
    }

    private static ModelSettings Settings(ModelFiles files, JanusConfig config) =>
        CodeSettings.Checked(
            ModelSettingsFile.Read(files.Configured, CodeSettings.Published(config)),
            Path.Combine(files.Configured, ModelSettingsFile.Name));

    private static WeightFolder Weights(string folder) =>
        WeightFolder.Exists(folder, MainFile) || !Directory.EnumerateFiles(folder, "pytorch_model*.bin*").Any()
            ? WeightFolder.Open(folder, MainFile)
            : throw new SrumException(
                $"The weights in {folder} are pickles (pytorch_model*.bin). A pickle can run any program while it is "
                + "read, so none is read here. Convert them once, in that folder, with Python, torch and safetensors: "
                + $"python3 -c \"{Conversion}\"");
}
