using System.Runtime.InteropServices;

namespace Srum.Tests;

/// <summary>What native code holds of the machine's memory, and what it gives back.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Resident bytes that no file backs, which nothing but this process decides: mapped libraries and weights come and
    /// go with what else the machine does.
    /// </summary>
    public static long Resident => 1024 * long.Parse(File.ReadLines("/proc/self/status")
        .First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
        .Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]);

    /// <summary>Gives back to the system what is free.</summary>
    public static void Trim()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (OperatingSystem.IsLinux())
        {
            malloc_trim(0);
        }
    }

    [LibraryImport("libc.so.6")]
    private static partial int malloc_trim(nuint pad);
}
