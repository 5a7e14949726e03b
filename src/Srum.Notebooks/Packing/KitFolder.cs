using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Srum.Files;

namespace Srum.Notebooks.Packing;

/// <summary>
/// A kit's folder. Its mark lists every file with its SHA-256, so that a former kit is known to be as it was packed,
/// with nothing of anybody's in it, before it is replaced.
/// </summary>
internal sealed class KitFolder
{
    private readonly string path;
    private readonly List<(string Hash, string Name)> files = [];

    private KitFolder(string path) => this.path = path;

    /// <summary>Looks at the place for a kit, and changes nothing.</summary>
    /// <param name="path">A folder that is missing, empty, or a kit as it was packed.</param>
    /// <exception cref="SrumException">The folder holds anything else.</exception>
    public static KitFolder Open(string path)
    {
        var folder = new KitFolder(path);
        if (!Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any())
        {
            return folder;
        }

        if (FolderMark.Lines(path) is not { } lines || !lines.All(line => line.Length > 66))
        {
            throw new SrumException($"{path} holds something that is no kit. Name an empty or a new folder.");
        }

        folder.files.AddRange(lines.Select(line => (line[..64], line[66..])));
        var known = folder.files.ToDictionary(file => file.Name, file => file.Hash, StringComparer.Ordinal);
        bool IsAsPacked(string name) => known.TryGetValue(name, out var hash) && hash == folder.HashOf(name);
        return Entries(path).FirstOrDefault(name => name != FolderMark.Name && !IsAsPacked(name)) is { } foreign
            ? throw new SrumException(
                $"{path} is a kit in which '{foreign}' is new or was changed: it would be lost. "
                + "Move it away, or name another folder.")
            : folder;
    }

    /// <summary>Takes away what the mark lists, and folders that are empty then.</summary>
    public void Clear()
    {
        foreach (var (hash, name) in files.Where(file => HashOf(file.Name) == file.Hash))
        {
            File.Delete(Path.Combine(this.path, name));
        }

        files.Clear();
        if (FolderMark.IsOn(this.path))
        {
            File.Delete(Path.Combine(this.path, FolderMark.Name));
        }

        foreach (var inner in Inner(this.path))
        {
            DeleteEmpty(inner);
        }
    }

    /// <summary>Copies a file, or a folder with all it holds but what builds and editors leave.</summary>
    /// <param name="from">Where it stands.</param>
    /// <param name="name">Its name in the kit.</param>
    public void Copy(string from, string name)
    {
        if (File.Exists(from))
        {
            Write(name, File.ReadAllBytes(from), from);
            return;
        }

        foreach (var entry in Directory.GetFileSystemEntries(from)
            .Where(entry => Path.GetFileName(entry) is not ("bin" or "obj" or ".ipynb_checkpoints")))
        {
            Copy(entry, $"{name}/{Path.GetFileName(entry)}");
        }
    }

    /// <summary>Writes a text.</summary>
    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes.</summary>
    public void Write(string name, byte[] content) => Write(name, content, null);

    /// <summary>Marks the folder as a whole kit.</summary>
    public void Seal() => FolderMark.Write(this.path, files.Select(file => $"{file.Hash}  {file.Name}"));

    /// <summary>The kit in one file beside it, in the folder's place.</summary>
    /// <returns>The file.</returns>
    public string Zip()
    {
        var file = ZipOf(this.path);
        AtomicFile.Write(file, stream =>
            KitZip.Write(stream, this.path, [.. files.Select(packed => packed.Name), FolderMark.Name]));
        Clear();
        if (!Directory.EnumerateFileSystemEntries(this.path).Any() && new DirectoryInfo(this.path).LinkTarget is null)
        {
            Directory.Delete(this.path);
        }

        return file;
    }

    /// <summary>Refuses the place of a zipped kit where something else stands.</summary>
    /// <exception cref="SrumException">It does.</exception>
    public static void CheckZip(string path)
    {
        var file = ZipOf(path);
        if (Path.Exists(file) && !IsKit(file))
        {
            throw new SrumException(
                $"{file} stands where the zipped kit would, and is none. Name another folder, or move that file away.");
        }
    }

    private static string ZipOf(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + ".zip";

    private static bool IsKit(string file)
    {
        try
        {
            using var zip = ZipFile.OpenRead(file);
            return zip.Entries.Any(entry => entry.FullName.Split('/') is [_, FolderMark.Name]);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void Write(string name, byte[] content, string? from)
    {
        var path = Path.Combine(this.path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, content);
        if (from is not null && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(from) | UnixFileMode.UserWrite);
        }

        files.Add((Convert.ToHexStringLower(SHA256.HashData(content)), name));
    }

    private string? HashOf(string name)
    {
        var file = new FileInfo(Path.Combine(this.path, name));
        if (!file.Exists || file.LinkTarget is not null || FileStatus.Of(file.FullName)?.Kind != FileKind.File)
        {
            return null;
        }

        using var content = file.OpenRead();
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    // Links are entries, not folders: what they lead to is not the kit's.
    private static IEnumerable<string> Entries(string folder, string prefix = "") =>
        new DirectoryInfo(folder).EnumerateFileSystemInfos().SelectMany(entry =>
            entry is DirectoryInfo { LinkTarget: null }
                ? Entries(entry.FullName, $"{prefix}{entry.Name}/")
                : [prefix + entry.Name]);

    private static void DeleteEmpty(DirectoryInfo folder)
    {
        foreach (var inner in Inner(folder.FullName))
        {
            DeleteEmpty(inner);
        }

        if (!folder.EnumerateFileSystemInfos().Any())
        {
            folder.Delete();
        }
    }

    private static DirectoryInfo[] Inner(string folder) =>
        Directory.Exists(folder)
            ? [.. new DirectoryInfo(folder).EnumerateDirectories().Where(inner => inner.LinkTarget is null)]
            : [];
}
