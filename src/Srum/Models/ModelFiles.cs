using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Srum.Files;
using Srum.Models.Adapters;
using Srum.Models.Bagel;
using Srum.Weights;

namespace Srum.Models;

/// <summary>
/// Where the files of a model stand: in its folder, or, what a generator-only checkpoint leaves out, in a base folder.
/// </summary>
/// <param name="Folder">The model's folder.</param>
/// <param name="Base">The base's folder; null = none.</param>
internal sealed record ModelFiles(string Folder, string? Base)
{
    /// <summary>
    /// A file of a model folder with replies such as the model writes, a JSON list of texts: where drafts come from.
    /// They make replies quicker and change none, so <see cref="Identity"/> leaves them out.
    /// </summary>
    public const string RepliesFile = "replies.json";

    private static readonly string[] Descriptions =
    [
        "config.json", "llm_config.json", "vit_config.json", AutoencoderConfig.FileName, "vocab.json", "merges.txt",
        "tokenizer_config.json", "tokenizer.json", "generation_config.json", "LICENSE",
        // Janus
        "sizes.json", "preprocessor_config.json", "processor_config.json", "special_tokens_map.json",
    ];

    // What tells what a folder holds: of another model it would change how this one opens.
    private static readonly string[] Telling =
        [.. Descriptions, ModelSettingsFile.Name, RepliesFile, AdapterFolder.SettingsFile];

    // Weights of either name: those written beside others would be opened instead of them.
    private static readonly string[] Written =
    [
        .. Telling, "templates", ModelFolder.AutoencoderFile,
        .. ((string[])["ema.safetensors", "model.safetensors"])
            .SelectMany(name => (string[])[name, name + WeightFolder.IndexEnding]),
    ];

    /// <summary>Refuses a folder to write a model to that holds another one, or files of such names.</summary>
    /// <exception cref="SrumException">It does; the message names it.</exception>
    public static void CheckTarget(string folder) => FolderMark.Check(folder, "model", Written);

    /// <summary>
    /// Makes a folder to write a model to, marks it, and deletes what describes an older model of ours there and is not
    /// written again.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="names">What is written there besides the weights.</param>
    /// <inheritdoc cref="CheckTarget"/>
    public static void ClaimTarget(string folder, IEnumerable<string> names)
    {
        string[] all = [.. names];
        FolderMark.Claim(folder, "model", [.. Written.Union(all)]);
        foreach (var name in Telling.Except(all))
        {
            OldFile.Delete(Path.Combine(folder, name));
        }
    }

    /// <summary>Whether the folder holds adapters of the base, and no weights of its own.</summary>
    public bool IsAdapter => AdapterFolder.Is(Folder);

    /// <summary>The folder with the main weights.</summary>
    public string Main => IsAdapter ? Base! : Folder;

    /// <summary>The folder with configs and tokenizer: the model's own when it has any of the two main ones.</summary>
    public string Described =>
        Base is not null && !Has(Folder, "llm_config.json") && !Has(Folder, "config.json") ? Base : Folder;

    /// <summary>The folder with the settings file.</summary>
    public string Configured => Base is not null && !Has(Folder, ModelSettingsFile.Name) ? Base : Folder;

    /// <summary>The folder with the autoencoder.</summary>
    public string Autoencoder => Base is not null && !Has(Folder, ModelFolder.AutoencoderFile) ? Base : Folder;

    /// <summary>Opens nothing; refuses folders that are not there.</summary>
    public static ModelFiles Find(string folder, string? baseFolder)
    {
        foreach (var path in (string?[])[folder, baseFolder])
        {
            if (path is not null && !Directory.Exists(path))
            {
                throw new SrumException(
                    $"There is no model folder {path}. Give the path of a folder in a published layout.");
            }
        }

        return baseFolder is null && AdapterFolder.Is(folder)
            ? throw new SrumException(
                $"{folder} holds an adapter, not a model: name the model that it was trained on as its base (--base).")
            : new ModelFiles(folder, baseFolder);
    }

    /// <summary>The files that describe the model, with their names in its folder.</summary>
    /// <exception cref="SrumException">One of them is none of its folder; the message names it.</exception>
    public IEnumerable<(string Path, string Name)> SideFiles =>
        Descriptions.Select(name => (Folder: Described, Name: name))
        .Concat(((string[])[ModelSettingsFile.Name, .. ModelSettingsFile.TemplateFiles(Configured)])
            .Select(name => (Folder: Configured, Name: name)))
        .Where(file => Has(file.Folder, file.Name))
        .Select(file => (Path: InFolder(file.Folder, file.Name), file.Name));

    // What is copied into every folder that this model is saved to.
    private IReadOnlyList<(string Path, string Name)> Copied =>
        [.. SideFiles, .. RepliesPath is { } replies ? ((string, string)[])[(replies, RepliesFile)] : []];

    /// <summary>The texts of <see cref="RepliesFile"/>; none where there is no such file.</summary>
    /// <exception cref="SrumException">It is no list of texts, or lies outside the folder.</exception>
    public IReadOnlyList<string> Replies => RepliesPath is { } path
        ? JsonFile.Read<string[]>(path, JsonSerializerOptions.Web, "Correct it, or remove it: it saves time alone.")
        : [];

    /// <summary>
    /// Refuses files beside the weights that are none of their folder, before anything is computed with the model:
    /// what stands in them is copied into every folder that it is saved to.
    /// </summary>
    /// <exception cref="SrumException">There is one; the message names it.</exception>
    public void Check() => _ = Copied;

    /// <summary>The path of a file that stands in a folder, or is a link there into a download cache.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file's name in it, parts separated by <c>/</c>.</param>
    /// <exception cref="SrumException">It is a link to somewhere else; the message names it.</exception>
    public static string InFolder(string folder, string name) => NamedFile.In(folder, name) ?? throw new SrumException(
        $"{Path.Combine(folder, name)} leads outside the model's folder. Put the file itself there.");

    /// <summary>
    /// Makes a folder to write this model to, marks it, and copies the files there that describe the model.
    /// </summary>
    /// <inheritdoc cref="CheckTarget"/>
    public void CopySideFiles(string folder)
    {
        var all = Copied;
        ClaimTarget(folder, all.Select(file => file.Name));
        foreach (var (path, name) in all)
        {
            var copy = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            AtomicFile.Write(copy, File.ReadAllBytes(path));
        }
    }

    /// <summary>
    /// SHA-256 over the names and contents of everything that decides what the model does, and its precision where
    /// that is not fp32 (<see cref="ModelIdentity"/>).
    /// </summary>
    public string Identity(ModelPrecision precision)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var folder in ((string?[])[Folder, Base]).OfType<string>())
        {
            foreach (var (path, name) in Directory.EnumerateFiles(folder, "*.safetensors")
                .Concat(Directory.EnumerateFiles(folder, AdapterFolder.SettingsFile))
                .Select(path => (Path: path, Name: Path.GetFileName(path)))
                .Concat(folder == Folder ? SideFiles : [])
                .OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(name));
                using var file = File.OpenRead(path);
                hash.AppendData(SHA256.HashData(file));
            }
        }

        return ModelIdentity.Of(Convert.ToHexStringLower(hash.GetHashAndReset()), precision);
    }

    private string? RepliesPath => Has(Described, RepliesFile) ? InFolder(Described, RepliesFile) : null;

    private static bool Has(string folder, string file) => OptionalFile.IsThere(Path.Combine(folder, file));
}
