using System.Globalization;
using System.Text.Json;
using Srum.Files;

namespace Srum.Weights;

/// <summary>
/// Writes weights as one file, or, above a size, as several with the index that <see cref="WeightFolder"/> and the
/// Hugging Face libraries read: <c>model-00001-of-00003.safetensors</c>, …, <c>model.safetensors.index.json</c>.
/// </summary>
public static class ShardedWriter
{
    private const string Ending = ".safetensors";

    /// <summary>
    /// Writes weights; the index comes last, so that a half-written set is never taken for a whole one. Older weights
    /// of that name go, be they one file or several: they would be read instead of these, or among them.
    /// </summary>
    /// <param name="folder">The folder; it must exist.</param>
    /// <param name="file">The name of the single file, which gives the parts theirs: <c>model.safetensors</c>.</param>
    /// <param name="tensors">The tensors, one name each.</param>
    /// <param name="mostBytes">The most bytes of tensors a file; a tensor that is larger has one of its own.</param>
    /// <exception cref="SrumException">A file cannot be written, or an older one cannot be deleted.</exception>
    public static void Write(
        string folder, string file, IReadOnlyCollection<LazyTensor> tensors, long mostBytes = long.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostBytes, 1);
        var parts = Parts(tensors, mostBytes);
        if (parts.Count == 1)
        {
            var single = Path.Combine(folder, file);
            SafetensorsWriter.Write(single, parts[0]);
            OldFile.Delete(single + WeightFolder.IndexEnding);
            return;
        }

        // Parts change one by one: an older index would list new ones and old ones together.
        WeightFolder.Delete(folder, file);
        var stem = file[..^Ending.Length];
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (number, part) in parts.Index())
        {
            var name = string.Create(
                CultureInfo.InvariantCulture, $"{stem}-{number + 1:D5}-of-{parts.Count:D5}{Ending}");
            SafetensorsWriter.Write(Path.Combine(folder, name), part);
            foreach (var tensor in part)
            {
                map.Add(tensor.Name, name);
            }
        }

        var index = new { metadata = new { total_size = tensors.Sum(tensor => tensor.Bytes) }, weight_map = map };
        AtomicFile.Write(
            Path.Combine(folder, file + WeightFolder.IndexEnding),
            JsonSerializer.Serialize(index, new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n");
    }

    private static List<List<LazyTensor>> Parts(IEnumerable<LazyTensor> tensors, long mostBytes)
    {
        var parts = new List<List<LazyTensor>> { new() };
        var held = 0L;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            if (parts[^1].Count > 0 && held + tensor.Bytes > mostBytes)
            {
                parts.Add([]);
                held = 0;
            }

            parts[^1].Add(tensor);
            held += tensor.Bytes;
        }

        return parts;
    }
}
