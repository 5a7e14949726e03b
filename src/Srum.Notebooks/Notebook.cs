using System.Text.Json;
using System.Text.Json.Nodes;
using Srum.Files;

namespace Srum.Notebooks;

/// <summary>A notebook file: read whole, changed only where a run writes (see <see cref="With"/>).</summary>
internal sealed class Notebook
{
    /// <summary>The notebook's metadata key that is ours: what its outputs were made from.</summary>
    public const string Key = "srum";

    private readonly byte[] _bytes;

    private Notebook(string path, byte[] bytes, JsonObject json)
    {
        (Path, _bytes, Json) = (System.IO.Path.GetFullPath(path), bytes, json);
        Cells =
            [.. ((JsonArray)json["cells"]!).Select((cell, index) => new NotebookCell(index + 1, (JsonObject)cell!))];
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>Where its relative paths start.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public JsonObject Json { get; }

    public IReadOnlyList<NotebookCell> Cells { get; }

    public IEnumerable<NotebookCell> CodeCells => Cells.Where(cell => cell.IsCode);

    /// <summary>The whole file as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(_bytes);

    /// <summary>Size of the file.</summary>
    public int Bytes => _bytes.Length;

    /// <exception cref="SrumException">The file is missing, no JSON, or no notebook of nbformat 4.</exception>
    public static Notebook Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new SrumException($"There is no notebook {path}. Name a file, or a lesson's number.");
        }

        return Parse(path, File.ReadAllBytes(path));
    }

    /// <summary>The notebook in these bytes; <paramref name="path"/> says where it stands.</summary>
    /// <exception cref="SrumException">No JSON, or no notebook of nbformat 4.</exception>
    public static Notebook Parse(string path, byte[] bytes)
    {
        try
        {
            if (JsonNode.Parse(bytes) is JsonObject json
                && (int?)json["nbformat"] == 4
                && json["cells"] is JsonArray cells
                && cells.All(IsCell))
            {
                return new Notebook(path, bytes, json);
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw new SrumException(
                $"{path} is no notebook: {broken.Message} Write it anew with a notebook editor.", broken);
        }

        throw new SrumException($"{path} is no notebook of nbformat 4 (cells with source, code cells with outputs). "
            + "Save it in that format.");
    }

    /// <summary>
    /// The file with new outputs and execution counts, and with <paramref name="key"/> as our metadata key (null leaves
    /// what is there). Every other byte stays as it is.
    /// </summary>
    public byte[] With(IReadOnlyDictionary<int, CellResult> results, JsonObject? key)
    {
        var splice = new JsonSplice(_bytes);
        foreach (var cell in CodeCells)
        {
            var result = results.GetValueOrDefault(cell.Number);
            splice.Replace(
                $"cells/{cell.Number - 1}/execution_count",
                result?.Count is { } count ? JsonValue.Create(count) : null);
            splice.Replace(
                $"cells/{cell.Number - 1}/outputs",
                new JsonArray([.. (result?.Outputs ?? []).Select(output => output.DeepClone())]));
        }

        if (key is not null)
        {
            splice.ReplaceOrAdd("metadata", Key, key);
        }

        return splice.ToBytes();
    }

    /// <summary>
    /// Refuses a place to write this notebook to, with new outputs, where that would lose what somebody wrote.
    /// </summary>
    /// <param name="path">The place: the notebook's own, or another.</param>
    /// <exception cref="SrumException">The notebook was changed since it was read, or other cells stand
    /// there.</exception>
    public void CheckTarget(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        if (RealPath.Of(path) == RealPath.Of(Path))
        {
            if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(_bytes))
            {
                throw new SrumException(
                    $"{path} was changed while it ran, so its outputs were not written into it. Run it again.");
            }
        }
        else if (!Read(path).Cells.Select(cell => cell.Source).SequenceEqual(Cells.Select(cell => cell.Source)))
        {
            throw new SrumException(
                $"{path} holds other cells than {Path}, which would be lost. "
                + "Move it away, or name another folder with --out.");
        }
    }

    private static bool IsCell(JsonNode? node) =>
        node is JsonObject cell && cell["source"] is JsonArray or JsonValue && cell["metadata"] is JsonObject
        && ((string?)cell["cell_type"] != "code"
            || (cell["outputs"] is JsonArray && cell.ContainsKey("execution_count")));
}
