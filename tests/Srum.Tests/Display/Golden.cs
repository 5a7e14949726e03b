using System.Runtime.CompilerServices;

namespace Srum.Tests.Display;

/// <summary>
/// Compares text with a file under golden/. Set SRUM_GOLDEN=write to rewrite the files, then look at the difference.
/// </summary>
internal static class Golden
{
    public static void Same(string actual, string file, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Folder(here), file);
        if (Environment.GetEnvironmentVariable("SRUM_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual + "\n");
        }

        Assert.Equal(File.ReadAllText(path).TrimEnd(), actual.TrimEnd());
    }

    private static string Folder(string here) =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(here))!, "golden");
}
