using System.ComponentModel;
using System.Diagnostics;

namespace Srum.Tests.Files;

/// <summary>Makes what .NET cannot: pipes and devices.</summary>
internal static class SpecialFile
{
    /// <summary>Runs <c>mkfifo</c>; skips the test where there is none.</summary>
    public static void Pipe(string path) => Assert.SkipUnless(Run("mkfifo", path), "This system makes no named pipes.");

    /// <summary>A copy of <c>/dev/null</c>; the real one must never be tried.</summary>
    public static void Null(string path) =>
        Assert.SkipUnless(Run("mknod", path, "c", "1", "3"), "Only root makes devices.");

    /// <summary>A disk that is not there.</summary>
    public static void Disk(string path) =>
        Assert.SkipUnless(Run("mknod", path, "b", "7", "250"), "Only root makes devices.");

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
