using Srum.Models.Adapters;
using Srum.Text;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>A BAGEL folder in the published layout.</summary>
internal static class ModelFolder
{
    /// <summary>The weights of the autoencoder.</summary>
    public const string AutoencoderFile = "ae.safetensors";

    // EMA weights first: published folders that have both start from them.
    private static readonly string[] MainFiles = ["ema.safetensors", "model.safetensors"];

    // What a checkpoint that was trained without understanding leaves out.
    private static readonly string[] VisionNames = ["vit_model.", "connector.", "vit_pos_embed."];

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="settings">Settings and templates.</param>
    /// <param name="device">Where the tensors live; null = the CPU.</param>
    /// <param name="baseFolder">
    /// A whole model that fills what a generator-only checkpoint leaves out; null = none.
    /// </param>
    /// <param name="precision">How the main weights are held.</param>
    public static BagelModel Open(
        string folder, ModelSettings settings, Device? device = null, string? baseFolder = null,
        ModelPrecision precision = ModelPrecision.Fp32)
    {
        var files = ModelFiles.Find(folder, baseFolder);
        return new BagelModel(Parts(files, settings, device, precision), settings, files, precision);
    }

    /// <summary>The networks of a folder, in fp32 on the CPU.</summary>
    public static BagelParts OpenParts(string folder) =>
        Parts(ModelFiles.Find(folder, null), new(), null, ModelPrecision.Fp32);

    /// <summary>
    /// The networks that a folder's configs describe, with its autoencoder; all other weights are drawn anew.
    /// </summary>
    public static BagelParts OpenUntrained(string folder, long seed)
    {
        using var file = SafetensorsFile.Open(Path.Combine(folder, AutoencoderFile));
        var (config, tokenizer) = (BagelConfig.Read(folder), Tokenizer.Open(folder));
        var autoencoder = new ParameterStore([.. file.Names], name => file.Read(name, ScalarType.Float32));
        return Checked(
            config, tokenizer, ParameterStore.Random(seed), autoencoder, null,
            () => autoencoder.ThrowIfIncomplete(Path.Combine(folder, AutoencoderFile)));
    }

    private static BagelParts Parts(ModelFiles files, ModelSettings settings, Device? device, ModelPrecision precision)
    {
        using var sources = new Sources(files);
        using var outside = no_grad();
        var config = BagelConfig.Read(files.Described);
        var tokenizer = Tokenizer.Open(files.Described);
        ModelFit.Check(files.Described, config, tokenizer, settings);
        var (store, autoencoderStore) = (sources.Main(device ?? CPU, precision), sources.Autoencoder(device ?? CPU));
        return Checked(config, tokenizer, store, autoencoderStore, device, () =>
        {
            if (files.Base is null && store.Missing.Count > 0 && store.Missing.All(IsVision) && !sources.HasVision)
            {
                throw new SrumException(
                    $"{files.Folder} is a generator-only checkpoint: its weights lack the vision encoder "
                        + $"({store.Missing.Count} tensors, {store.Missing[0]} first). Name the model it was trained "
                        + "from as its base.");
            }

            store.ThrowIfIncomplete(sources.MainPath);
            autoencoderStore.ThrowIfIncomplete(Path.Combine(files.Autoencoder, AutoencoderFile));
        });
    }

    // Parts over stores that are whole. Whatever fails on the way, gigabytes of weights may hang on the stores by then.
    private static BagelParts Checked(
        BagelConfig config, Tokenizer tokenizer, ParameterStore store, ParameterStore autoencoderStore, Device? device,
        Action check)
    {
        BagelParts? parts = null;
        try
        {
            parts = new BagelParts(config, tokenizer, store, autoencoderStore, device);
            check();
            return parts;
        }
        catch
        {
            parts?.Dispose();
            store.Dispose();
            autoencoderStore.Dispose();
            throw;
        }
    }

    /// <summary>Compares a folder's weights with what its configs ask for, without reading the main weights.</summary>
    public static ModelInspection Inspect(string folder, string? baseFolder)
    {
        var files = ModelFiles.Find(folder, baseFolder);
        using var sources = new Sources(files);
        using var outside = no_grad();
        var config = BagelConfig.Read(files.Described);
        using var main = sources.Shapes();
        using var autoencoder = sources.Autoencoder(CPU);
        var (tokenizer, settings) = (Tokenizer.Open(files.Described), ModelSettingsFile.Read(files.Configured));
        ModelFit.Check(files.Described, config, tokenizer, settings);
        using var parts = new BagelParts(config, tokenizer, main, autoencoder);
        var whole = new ModelInspection(
            folder,
            sources.Entries,
            ModelInspection.Flat(config, settings),
            [.. main.Missing, .. autoencoder.Missing],
            [.. main.Unused, .. autoencoder.Unused],
            [.. main.Misshapen, .. autoencoder.Misshapen],
            sources.FromBase);
        return files.IsAdapter ? AdapterFolder.Inspect(whole, main.Layers) : whole;
    }

    /// <summary>
    /// What the headers of a model's weight files say of its tensors; those that the base fills among them.
    /// </summary>
    public static IReadOnlyList<TensorEntry> Headers(ModelFiles files)
    {
        using var sources = new Sources(files);
        return [.. sources.Entries, .. sources.Fill];
    }

    /// <summary>
    /// Writes a folder: the source's config files, and the weights as they are now, in bf16 (the autoencoder in fp32).
    /// </summary>
    public static void Save(string folder, string source, BagelParts parts) =>
        Save(folder, new ModelFiles(source, null), parts);

    /// <inheritdoc cref="Save(string, string, BagelParts)"/>
    public static void Save(string folder, ModelFiles source, BagelParts parts)
    {
        source.CopySideFiles(folder);
        SafetensorsWriter.Write(
            Path.Combine(folder, MainFiles[0]), parts.Store.Merged(_ => ScalarType.BFloat16));
        SafetensorsWriter.Write(
            Path.Combine(folder, AutoencoderFile), parts.AutoencoderStore.Merged(_ => ScalarType.Float32));
    }

    private static bool IsVision(string name) =>
        VisionNames.Any(start => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>The opened weight files of a model.</summary>
    private sealed class Sources : IDisposable
    {
        private readonly WeightFolder main;
        private readonly WeightFolder autoencoder;
        private readonly WeightFolder? fill;

        public Sources(ModelFiles files)
        {
            main = WeightFolder.Open(files.Main, MainFile(files.Main));
            try
            {
                autoencoder = WeightFolder.Open(files.Autoencoder, AutoencoderFile);
                fill = files.Base is null || files.Base == files.Main
                    ? null : WeightFolder.Open(files.Base, MainFile(files.Base));
            }
            catch
            {
                main.Dispose();
                autoencoder?.Dispose();
                throw;
            }
        }

        public string MainPath => main.Path;

        public bool HasVision => main.Names.Any(IsVision);

        public IReadOnlyList<TensorEntry> Entries =>
            [.. main.Files.Concat(autoencoder.Files).SelectMany(file => file.Entries)];

        /// <summary>Names that the base fills.</summary>
        public IReadOnlyList<string> FromBase =>
            [
                .. (fill?.Names ?? []).Where(name => IsVision(name) && !main.Contains(name))
                    .Order(StringComparer.Ordinal),
            ];

        /// <summary>What the base fills.</summary>
        public IEnumerable<TensorEntry> Fill => FromBase.Select(name => fill!.Entry(name));

        public ParameterStore Main(Device device, ModelPrecision precision) =>
            new([.. main.Names], name => Owner(name)?.ReadWeight(name, precision.Held()))
            {
                Device = device, Compute = precision.Computed(),
            };

        public ParameterStore Autoencoder(Device device) =>
            new(
                [.. autoencoder.Names],
                name => autoencoder.Contains(name) ? autoencoder.ReadWeight(name, ScalarType.Float32) : null)
            {
                Device = device,
            };

        /// <summary>The main weights as shapes alone.</summary>
        public ParameterStore Shapes() =>
            new(
                [.. main.Names],
                name => Owner(name) is { } owner ? empty([.. owner.WeightEntry(name).Shape], device: META) : null)
            {
                Device = META,
            };

        public void Dispose()
        {
            main.Dispose();
            autoencoder.Dispose();
            fill?.Dispose();
        }

        private WeightFolder? Owner(string name) =>
            main.Contains(name) ? main : fill is not null && IsVision(name) && fill.Contains(name) ? fill : null;

        private static string MainFile(string folder) =>
            MainFiles.FirstOrDefault(name => WeightFolder.Exists(folder, name)) ?? throw new SrumException(
                $"The model folder {folder} has neither {MainFiles[0]} nor {MainFiles[1]} nor an index of their parts. "
                    + "Complete the download or the export.");
    }
}
