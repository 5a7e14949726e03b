namespace Srum.Tests;

/// <summary>Symbolic links, which need a privilege on Windows: a test that makes one is skipped there.</summary>
internal static class Links
{
    /// <summary>Makes a link.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="target">What it leads to, as it is written into it; need not be there.</param>
    public static void Make(string path, string target)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        File.CreateSymbolicLink(path, target);
    }
}
