namespace Srum.Cli;

/// <summary>Refuses an output path that cannot be written before anything is computed.</summary>
internal static class OutputPath
{
    /// <summary>The folder of a file to write exists or can be made, and the file is no folder.</summary>
    /// <exception cref="SrumException">It is not so; the message says what is in the way.</exception>
    public static void Check(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (Directory.Exists(file))
        {
            throw new SrumException($"{file} is a folder. Name a file to write.");
        }

        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".srum-{Guid.NewGuid():n}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SrumException($"{folder} cannot be written: {failure.Message} Name another place, or make room there.", failure);
        }
    }
}
