using System.IO.Compression;

namespace Srum.Notebooks.Packing;

/// <summary>
/// A package without the native libraries of other systems, where it has some of the kit's own: ONNX Runtime's are
/// 160 MB for seven systems and 11 for one.
/// </summary>
internal static class SystemPackage
{
    private const string Signature = ".signature.p7s";

    /// <summary>A package's file as the kit carries it.</summary>
    /// <param name="file">The <c>.nupkg</c>.</param>
    /// <param name="rid">The kit's system.</param>
    /// <returns>The same bytes where nothing is left out.</returns>
    /// <exception cref="SrumException">Another system's kit left the package here, without what this one
    /// needs.</exception>
    public static byte[] Read(string file, string rid)
    {
        using var whole = ZipFile.OpenRead(file);
        var foreign = whole.Entries.Where(entry => SystemOf(entry) is { } system && system != rid).ToHashSet();
        if (foreign.Count == 0 || !whole.Entries.Any(entry => SystemOf(entry) == rid))
        {
            // A package for other systems alone is as its maker signed it.
            return foreign.Count == 0 || whole.Entries.Any(entry => entry.Name == Signature)
                ? File.ReadAllBytes(file)
                : throw new SrumException(
                    $"{Path.GetFileNameWithoutExtension(file)} in the package cache came from a kit for another system "
                    + $"and has nothing for {rid}. Delete {Path.GetDirectoryName(file)} and pack again on a machine "
                    + "with a network, which restores it anew.");
        }

        var content = new MemoryStream();
        using (var part = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            // What is no longer whole is no longer as its maker signed it; restores take it unsigned.
            foreach (var entry in whole.Entries.Where(entry => !foreign.Contains(entry) && entry.Name != Signature))
            {
                var copy = part.CreateEntry(entry.FullName);
                copy.LastWriteTime = entry.LastWriteTime;
                using var from = entry.Open();
                using var to = copy.Open();
                from.CopyTo(to);
            }
        }

        return content.ToArray();
    }

    // runtimes/linux-x64/native/libonnxruntime.so → linux-x64
    private static string? SystemOf(ZipArchiveEntry entry) =>
        entry.FullName.Split('/') is ["runtimes", var system, "native", ..] ? system : null;
}
