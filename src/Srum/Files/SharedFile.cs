namespace Srum.Files;

/// <summary>Reads files that other processes may be writing meanwhile.</summary>
internal static class SharedFile
{
    /// <summary>What a file holds now.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var content = new MemoryStream();
        // To its end, wherever that is by then: it may grow, and lose a torn line.
        file.CopyTo(content);
        return content.ToArray();
    }
}
