using System.Runtime.InteropServices;

namespace Srum.Tests;

/// <summary>Bytes that native code holds at this moment, as glibc counts them: autograd's tensors too.</summary>
internal static partial class NativeHeap
{
    /// <summary>Bytes in use.</summary>
    public static long Used
    {
        get
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "Only glibc counts what it has given out.");
            var info = mallinfo2();
            return (long)(info.InBlocks + info.Mapped);
        }
    }

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
    private static partial MallInfo mallinfo2();

    [LibraryImport("libc.so.6")]
    private static partial int malloc_trim(nuint pad);

    // glibc's struct mallinfo2: arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost.
    [StructLayout(LayoutKind.Sequential)]
    private struct MallInfo
    {
        public nuint Arena, Free, Small, Maps, Mapped, Most, FreeSmall, InBlocks, FreeBlocks, Top;
    }
}
