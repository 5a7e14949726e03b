using System.Text.Json;
using Srum.Files;
using static TorchSharp.torch;

namespace Srum.Weights;

/// <summary>
/// The tensors of a folder by name: one safetensors file, or several that an index beside them lists
/// (<c>model.safetensors.index.json</c>: <c>{"weight_map": {tensor: file}}</c>). Never reads outside the folder.
/// </summary>
public sealed class WeightFolder : IDisposable
{
    /// <summary>What an index's name adds to the name of the file that it replaces.</summary>
    public const string IndexEnding = ".index.json";

    private const long MaxIndexLength = SafetensorsHeader.MaxLength;

    private readonly List<SafetensorsFile> files = [];
    private readonly Dictionary<string, SafetensorsFile> owners = new(StringComparer.Ordinal);

    private WeightFolder(string path) => Path = path;

    /// <summary>The file or index that was opened.</summary>
    public string Path { get; }

    /// <summary>The files, in the order in which they are named first.</summary>
    public IReadOnlyList<SafetensorsFile> Files => files;

    /// <summary>All names, file by file, in the order of their bytes.</summary>
    public IEnumerable<string> Names => files.SelectMany(f => f.Names);

    /// <summary>Whether a folder has such weights, as one file or by an index.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The name of the single file.</param>
    public static bool Exists(string folder, string file = "model.safetensors") =>
        OptionalFile.IsThere(System.IO.Path.Combine(folder, file))
            || OptionalFile.IsThere(System.IO.Path.Combine(folder, file + IndexEnding));

    /// <summary>Opens <c>file</c>, or the files of <c>file.index.json</c> where there is no such file.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The name of the single file; <c>model.safetensors</c> by default.</param>
    /// <exception cref="SrumException">
    /// Neither is there, a file is unsound, or the index is: it names a file outside the folder, a tensor that its file
    /// lacks, or leaves one out.
    /// </exception>
    public static WeightFolder Open(string folder, string file = "model.safetensors")
    {
        var single = System.IO.Path.Combine(folder, file);
        var index = single + IndexEnding;
        if (!Exists(folder, file))
        {
            throw new SrumException(Directory.Exists(folder)
                ? $"'{folder}' has neither {file} nor {file}{IndexEnding}. Complete the download or the export."
                : $"There is no folder '{folder}'. Give the path of a model folder.");
        }

        var weights = new WeightFolder(File.Exists(single) ? single : index);
        try
        {
            if (weights.Path == single)
            {
                weights.Add(SafetensorsFile.Open(single));
            }
            else
            {
                weights.AddShards(folder, ReadIndex(index));
            }

            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Deletes such weights, if there are any. Parts that no index lists any more stay: nothing reads them.
    /// </summary>
    /// <param name="folder">The folder, of ours.</param>
    /// <param name="file">The name of the single file.</param>
    /// <exception cref="SrumException">They cannot be deleted.</exception>
    internal static void Delete(string folder, string file)
    {
        var single = System.IO.Path.Combine(folder, file);
        // The index first: it is not read as long as there is the single file.
        OldFile.Delete(single + IndexEnding);
        OldFile.Delete(single);
    }

    /// <summary>Whether there is a tensor of that name.</summary>
    /// <param name="name">The name, exactly.</param>
    public bool Contains(string name) => owners.ContainsKey(name);

    /// <summary>What the headers say of a tensor.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <exception cref="SrumException">There is no such tensor.</exception>
    public TensorEntry Entry(string name) => Owner(name).Entry(name);

    /// <summary>A copy of a tensor on the CPU, in the file's element type.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <exception cref="SrumException">There is no such tensor, or torch has no such element type.</exception>
    internal Tensor Read(string name) => Owner(name).Read(name);

    /// <summary>A copy of a tensor on the CPU, converted.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <param name="type">The element type wanted.</param>
    /// <exception cref="SrumException">There is no such tensor, or torch has no such element type.</exception>
    public Tensor Read(string name, ScalarType type) => Owner(name).Read(name, type);

    /// <summary>As <see cref="Entry"/>, of a tensor that is computed with.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <exception cref="SrumException">There is no such tensor, or it holds whole numbers.</exception>
    public TensorEntry WeightEntry(string name) => Entry(name) is { Dtype: "F16" or "BF16" or "F32" or "F64" } entry
        ? entry
        // Whole numbers are quantised weights, and nothing here says by which scales they become numbers again.
        : throw new SrumException(
            $"'{Path}': tensor '{name}' is {Entry(name).Dtype}, and weights are F32, BF16, F16 or F64: quantised "
            + "ones cannot be "
            + "computed with here. Take the model in one of these.");

    /// <summary>As <see cref="Read(string, ScalarType)"/>, of a tensor that is computed with.</summary>
    /// <param name="name">The name, exactly.</param>
    /// <param name="type">The element type wanted.</param>
    /// <exception cref="SrumException">There is no such tensor, or it holds whole numbers.</exception>
    public Tensor ReadWeight(string name, ScalarType type) => Read(WeightEntry(name).Name, type);

    /// <summary>Closes the files. Tensors that were read stay.</summary>
    public void Dispose()
    {
        foreach (var file in files)
        {
            file.Dispose();
        }
    }

    private SafetensorsFile Owner(string name) => owners.TryGetValue(name, out var file)
        ? file
        : throw new SrumException($"'{Path}' has no tensor '{name}'. 'srum inspect' lists those it has.");

    private void Add(SafetensorsFile file)
    {
        files.Add(file);
        foreach (var name in file.Names)
        {
            if (!owners.TryAdd(name, file))
            {
                throw new SrumException(
                    $"'{Path}': tensor '{name}' stands in '{owners[name].Path}' and in '{file.Path}'. Export the "
                        + "weights again.");
            }
        }
    }

    private void AddShards(string folder, Dictionary<string, string> index)
    {
        foreach (var shard in index.Values.Distinct(StringComparer.Ordinal))
        {
            Add(SafetensorsFile.Open(Inside(folder, shard)));
        }

        foreach (var (name, shard) in index)
        {
            if (!owners.TryGetValue(name, out var file) || System.IO.Path.GetFileName(file.Path) != shard)
            {
                throw new SrumException(
                    $"'{Path}' says that '{shard}' has tensor '{name}', and it has not. Fetch both again.");
            }
        }

        if (owners.Keys.FirstOrDefault(name => !index.ContainsKey(name)) is { } unlisted)
        {
            throw new SrumException(
                $"'{Path}' leaves out tensor '{unlisted}' of '{owners[unlisted].Path}'. Fetch both again.");
        }
    }

    private string Inside(string folder, string shard)
    {
        try
        {
            // Bare names alone, although the index could name a file of a folder below.
            if (shard.Contains('/') || NamedFile.In(folder, shard) is not { } path)
            {
                throw new SrumException(
                    $"'{Path}' names the file '{shard}', which is none of its own folder, or is a link out of its "
                    + "folder: only files of its own folder are read. Put them there, and their names into the index.");
            }

            return OptionalFile.WhyAbsent(path) is { } absent
                ? throw new SrumException(
                    $"'{Path}' names the part '{shard}', and {absent}. Complete the download or the export.")
                : path;
        }
        catch (IOException failure)
        {
            throw new SrumException(
                $"Cannot follow the link '{shard}' of '{folder}': {failure.Message} Put the file itself there.",
                failure);
        }
    }

    private static Dictionary<string, string> ReadIndex(string index)
    {
        try
        {
            if (new FileInfo(index).Length > MaxIndexLength)
            {
                throw new SrumException($"'{index}' is longer than {MaxIndexLength} bytes: no index of weights is.");
            }

            var json = JsonFile.Read(index, "Fetch it again.");
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("weight_map", out var map)
                || map.ValueKind != JsonValueKind.Object)
            {
                throw new SrumException(
                    $"'{index}' has no object \"weight_map\" of tensor and file names. Fetch it again.");
            }

            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var line in map.EnumerateObject())
            {
                if (line.Value.ValueKind != JsonValueKind.String || !files.TryAdd(line.Name, line.Value.GetString()!))
                {
                    throw new SrumException(
                        $"'{index}' has tensor '{line.Name}' twice or without a file name. Fetch it again.");
                }
            }

            return files;
        }
        catch (InvalidOperationException failure)
        {
            throw new SrumException(
                $"'{index}' is no JSON that can be read: {failure.Message} Fetch it again.", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"Cannot read '{index}': {failure.Message}", failure);
        }
    }
}
