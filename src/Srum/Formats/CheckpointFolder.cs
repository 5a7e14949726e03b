using Srum.Files;
using Srum.Models;
using Srum.Models.Adapters;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Formats;

/// <summary>
/// A trained checkpoint made into a model folder, as upstream's <c>trans2hf.py</c> does it: weights in bf16, what
/// training left out (the understanding parts) from the base, the base's other files beside them. Tensors that the base
/// does not know stay. One tensor is held at a time, so that a model needs no memory of its own size.
/// </summary>
public static class CheckpointFolder
{
    private const string Main = "model.safetensors";
    private const string Average = "ema.safetensors";

    /// <summary>Makes the folder.</summary>
    /// <param name="trained">
    /// The checkpoint: adapters of the base, which are merged into it; <c>model.safetensors</c>, which is completed
    /// from the base, or <c>ema.safetensors</c>, which is converted alone, or both; each perhaps in parts with an
    /// index.
    /// </param>
    /// <param name="baseFolder">The whole model that was trained.</param>
    /// <param name="output">The folder to write, which is neither of the two.</param>
    /// <param name="mostBytes">The most bytes of tensors a file; default: all in one.</param>
    /// <param name="averageAsMain">
    /// True makes the main weights of averaged ones where there are no others: this project's models are such, and
    /// upstream reads averaged weights from folders of the published model's name alone.
    /// </param>
    /// <returns>Where each tensor of the main weights comes from: true = the checkpoint, false = the base.</returns>
    /// <exception cref="SrumException">
    /// A folder has no weights or unsound ones, a file of the base is a link out of it, or the output cannot be
    /// written.
    /// </exception>
    public static IReadOnlyDictionary<string, bool> Complete(
        string trained, string baseFolder, string output, long mostBytes = long.MaxValue, bool averageAsMain = false)
    {
        if (((string[])[trained, baseFolder]).Any(folder => Full(folder) == Full(output)))
        {
            throw new SrumException($"{output} is read from: name another folder to write.");
        }

        var adapters = AdapterFolder.Is(trained) ? AdapterFolder.Read(trained) : null;
        try
        {
            return Write(trained, adapters, baseFolder, output, mostBytes, averageAsMain);
        }
        finally
        {
            AdapterFolder.Free(adapters?.Values ?? []);
        }
    }

    private static Dictionary<string, bool> Write(
        string trained, IReadOnlyDictionary<string, LowRank>? adapters, string baseFolder, string output,
        long mostBytes, bool averageAsMain)
    {
        string[] found = adapters is not null ? [Main]
            : [.. ((string[])[Main, Average]).Where(file => WeightFolder.Exists(trained, file))];
        if (found.Length == 0)
        {
            throw new SrumException(
                $"{trained} has neither {Main} nor {Average} nor an index of their parts: name a checkpoint.");
        }

        (string Source, string Target)[] files = averageAsMain && found is [Average]
            ? [(Average, Main)] : [.. found.Select(file => (file, file))];
        var entries = Directory.EnumerateFileSystemEntries(baseFolder).Select(path => Path.GetFileName(path))
            .Where(name => name != FolderMark.Name);
        ModelFiles.ClaimTarget(output, entries);
        // Those of an older export would be read instead of what is written now.
        foreach (var older in ((string[])[Main, Average]).Except(files.Select(file => file.Target)))
        {
            WeightFolder.Delete(output, older);
        }

        CopySideFiles(baseFolder, output, replacesMain: files.Any(file => file.Target == Main));
        var sources = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (source, target) in files)
        {
            using var weights = adapters is null ? WeightFolder.Open(trained, source) : OpenBase(baseFolder);
            using var fill = target == Main && adapters is null ? OpenBase(baseFolder) : null;
            LazyTensor[] tensors =
                [.. adapters is null ? Tensors(weights, fill) : Merged(weights, trained, adapters)];
            ShardedWriter.Write(output, target, tensors, mostBytes);
            foreach (var name in tensors.Select(tensor => tensor.Name))
            {
                sources[name] = adapters is null ? weights.Contains(name) : adapters.ContainsKey(LayerOf(name));
            }
        }

        return sources;
    }

    private static IEnumerable<LazyTensor> Merged(
        WeightFolder weights, string folder, IReadOnlyDictionary<string, LowRank> adapters)
    {
        foreach (var (layer, adapter) in adapters)
        {
            AdapterFolder.CheckFit(folder, layer, adapter, weights.Entry(layer + ".weight").Shape);
        }

        return weights.Names.Select(name => new LazyTensor(
            name, ScalarType.BFloat16, weights.Entry(name).Shape, () =>
            {
                var own = weights.Read(name, ScalarType.Float32);
                if (adapters.TryGetValue(LayerOf(name), out var adapter))
                {
                    using var bare = own;
                    own = adapter.MergedInto(bare);
                }

                using (own)
                {
                    return own.to(ScalarType.BFloat16);
                }
            }));
    }

    private static string LayerOf(string name) =>
        name.EndsWith(".weight", StringComparison.Ordinal) ? name[..^".weight".Length] : name;

    private static IEnumerable<LazyTensor> Tensors(WeightFolder weights, WeightFolder? fill) => weights.Names
        .Concat(fill?.Names.Where(name => !weights.Contains(name)) ?? [])
        .Select(name => (Name: name, Owner: weights.Contains(name) ? weights : fill!))
        .Select(tensor => new LazyTensor(
            tensor.Name,
            ScalarType.BFloat16,
            tensor.Owner.Entry(tensor.Name).Shape,
            () => tensor.Owner.Read(tensor.Name, ScalarType.BFloat16)));

    // A published base starts from its averaged weights.
    private static WeightFolder OpenBase(string folder) =>
        WeightFolder.Open(folder, WeightFolder.Exists(folder, Average) ? Average : Main);

    private static void CopySideFiles(string folder, string output, bool replacesMain)
    {
        Directory.CreateDirectory(output);
        foreach (var path in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (name != FolderMark.Name && !IsOf(Average, name) && !(replacesMain && IsOf(Main, name)))
            {
                // What a link leads to would be copied as if it were the model's.
                var own = new FileInfo(path).LinkTarget is null ? path : ModelFiles.InFolder(folder, name);
                using var source = new FileStream(own, FileMode.Open, FileAccess.Read, FileShare.Read);
                AtomicFile.Write(Path.Combine(output, name), source.CopyTo);
            }
        }

        // Templates have a folder of their own. A link may lead anywhere, and the output may lie inside.
        foreach (var inner in new DirectoryInfo(folder).EnumerateDirectories()
            .Where(inner => inner.LinkTarget is null && Full(inner.FullName) != Full(output)))
        {
            CopySideFiles(inner.FullName, Path.Combine(output, inner.Name), replacesMain: false);
        }
    }

    // The file itself, its parts and their index.
    private static bool IsOf(string file, string name) =>
        name == file || name == file + WeightFolder.IndexEnding
        || (name.StartsWith(Path.GetFileNameWithoutExtension(file) + "-", StringComparison.Ordinal)
            && name.EndsWith(Path.GetExtension(file), StringComparison.Ordinal));

    private static string Full(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}
