using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Srum.Models;
using Srum.Notebooks.Lint;

namespace Srum.Notebooks.Checks;

/// <summary>
/// What a notebook's outputs were made from, each as a hash: written by a run into the notebook's metadata key
/// <see cref="Notebook.Key"/>, and compared with what is there now. Line ends do not count, nor does prose.
/// </summary>
/// <param name="Cells">The code.</param>
/// <param name="Model">The files of <c>../data/model</c> that decide what it does, where a cell names it.</param>
/// <param name="Records">Every other file of <c>../data</c> that a cell names: prompts and recorded results.</param>
/// <param name="Sources">The source files that the prose links to.</param>
internal sealed partial record Provenance(string Cells, string Model, string Records, string Sources)
{
    private const string ModelFolder = "../data/model";

    // What makes replies quicker and changes none.
    private const string Replies = ModelFiles.RepliesFile;

    /// <summary>What the notebook would be made from now.</summary>
    public static Provenance Of(Notebook notebook)
    {
        var named = notebook.CodeCells.SelectMany(cell => DataPath().Matches(cell.Source))
            .Select(match => match.Groups[1].Value)
            .ToLookup(path => path.StartsWith(ModelFolder, StringComparison.Ordinal));
        var sources = notebook.Cells.Where(cell => cell.IsProse).SelectMany(TextRules.RelativeLinks)
            .Where(path => path.StartsWith("../src/", StringComparison.Ordinal));
        return new Provenance(
            Hash(notebook.CodeCells.Select(cell => ("cell", Encoding.UTF8.GetBytes(cell.Source)))),
            Hash(Files(notebook, named[true])),
            Hash(Files(notebook, named[false])),
            Hash(Files(notebook, sources)));
    }

    /// <summary>What its stored outputs were made from; null where no whole run was stored.</summary>
    public static Provenance? Stored(Notebook notebook) =>
        notebook.Json["metadata"]?[Notebook.Key] is JsonObject key
            && (string?)key["cells"] is { } cells
            && (string?)key["model"] is { } model
            && (string?)key["records"] is { } records
            && (string?)key["sources"] is { } sources
            ? new Provenance(cells, model, records, sources)
            : null;

    /// <summary>As the notebook's metadata key.</summary>
    public JsonObject ToJson() =>
        new() { ["cells"] = Cells, ["model"] = Model, ["records"] = Records, ["sources"] = Sources };

    private static IEnumerable<(string Name, byte[] Bytes)> Files(Notebook notebook, IEnumerable<string> paths) =>
        from path in paths.Distinct().Order(StringComparer.Ordinal)
        let whole = Path.Combine(notebook.Folder, path)
        from file in Directory.Exists(whole)
            ? Directory.GetFiles(whole, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray()
            : [whole]
        where Path.GetFileName(file) != Replies
        select (Path.GetRelativePath(notebook.Folder, file).Replace('\\', '/'),
            File.Exists(file) ? File.ReadAllBytes(file) : "absent"u8.ToArray());

    // Git may have written text files with other line ends; in binary files a 13 is a number.
    private static string Hash(IEnumerable<(string Name, byte[] Bytes)> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in parts)
        {
            var content = bytes.AsSpan().Contains((byte)0) ? bytes : [.. bytes.Where(value => value != '\r')];
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{content.Length}\0"));
            hash.AppendData(content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    [GeneratedRegex("""
        "(\.\./data/[^"\n]+)"
        """)]
    private static partial Regex DataPath();
}
