using System.Security.Cryptography;
using Srum.Text;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>A BAGEL folder in the published layout.</summary>
internal static class ModelFolder
{
    private static readonly string[] SideFiles =
    [
        "config.json", "llm_config.json", "vit_config.json", "ae_config.json", "srum_config.json",
        "vocab.json", "merges.txt", "tokenizer_config.json", "tokenizer.json", "generation_config.json", "LICENSE",
    ];

    /// <summary>Opens a folder.</summary>
    public static BagelModel Open(string folder, ModelSettings settings, Device? device = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new SrumException($"There is no model folder {folder}.");
        }

        var config = BagelConfig.Read(folder);
        var tokenizer = Tokenizer.Open(folder);
        var (weights, autoencoder) = (MainWeights(folder), Path.Combine(folder, "ae.safetensors"));
        using var main = SafetensorsFile.Open(weights);
        using var side = SafetensorsFile.Open(autoencoder);
        using var outside = no_grad();
        var store = Source(main);
        var autoencoderStore = Source(side);
        var parts = new BagelParts(config, tokenizer, store, autoencoderStore, device);
        try
        {
            store.ThrowIfIncomplete(weights);
            autoencoderStore.ThrowIfIncomplete(autoencoder);
        }
        catch (SrumException)
        {
            parts.Dispose();
            throw;
        }

        return new BagelModel(parts, settings, folder);

        ParameterStore Source(SafetensorsFile file) =>
            new([.. file.Names], name => file.Contains(name) ? file.Read(name, ScalarType.Float32).to(device ?? CPU) : null);
    }

    /// <summary>Writes a folder: the source's config files, and the weights as they are now, in bf16 (the autoencoder in fp32).</summary>
    public static void Save(string folder, string source, BagelParts parts)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        Directory.CreateDirectory(folder);
        var templates = Directory.Exists(Path.Combine(source, "templates"))
            ? Directory.GetFiles(Path.Combine(source, "templates"), "*.txt").Select(path => Path.GetRelativePath(source, path))
            : [];
        foreach (var file in SideFiles.Concat(templates).Where(file => File.Exists(Path.Combine(source, file))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            AtomicFile.Write(Path.Combine(folder, file), File.ReadAllBytes(Path.Combine(source, file)));
        }

        SafetensorsWriter.Write(
            Path.Combine(folder, "ema.safetensors"),
            parts.Store.Parameters.Select(parameter => new KeyValuePair<string, Tensor>(parameter.Name, parameter.Value.detach().to(ScalarType.BFloat16))));
        SafetensorsWriter.Write(
            Path.Combine(folder, "ae.safetensors"),
            parts.AutoencoderStore.Parameters.Select(parameter => new KeyValuePair<string, Tensor>(parameter.Name, parameter.Value.detach())));
    }

    /// <summary>SHA-256 over the names and contents of everything that decides what the model does.</summary>
    public static string Identity(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetExtension(path) is ".json" or ".txt" or ".safetensors")
            .Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, path)));
            using var file = File.OpenRead(path);
            hash.AppendData(SHA256.HashData(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string MainWeights(string folder) =>
        new[] { "ema.safetensors", "model.safetensors" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new SrumException($"{folder} has neither ema.safetensors nor model.safetensors.");
}
