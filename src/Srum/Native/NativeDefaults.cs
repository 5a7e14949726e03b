using System.Runtime.InteropServices;

namespace Srum.Native;

/// <summary>
/// What native code is told before it runs, on Linux; a value that the user has set in the environment stays
/// (docs/decisions.md has what each is worth).
/// </summary>
internal static unsafe partial class NativeDefaults
{
    // Options of glibc's mallopt.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;
    private const int Arenas = -8;

    /// <summary>Sets them.</summary>
    public static void Apply()
    {
        if (OperatingSystem.IsLinux())
        {
            KeepThreadsAwake();
            KeepScriptsAsWritten();
            KeepMemory();
        }
    }

    // OpenMP's waiting threads spin for milliseconds by default, which starves whoever shares the cores; threads that
    // sleep at once make small products two to three times slower. A short spin is the middle. .NET's own environment
    // does not reach native code, so the C library's is set before libgomp reads it.
    private static void KeepThreadsAwake()
    {
        _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
        _ = SetEnvironment("GOMP_SPINCOUNT", "2000", overwrite: 0);
    }

    // On a card torch would make kernels of its own of a script's operations, which takes a compiler and rounds
    // otherwise.
    private static void KeepScriptsAsWritten() => _ = SetEnvironment("PYTORCH_TENSOREXPR", "0", overwrite: 0);

    // The same tensors come and go with every pass. Where their memory goes back to the system each time, it comes
    // again page by page, which costs as much as computing on it. Up to 64 MiB that nothing uses stay, and blocks of
    // more than 32 MiB, the most that glibc takes here, go back as before. All threads share one heap, so that what one
    // has freed serves the others.
    private static void KeepMemory()
    {
        if (Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(IsOfAllocator)
            || !NativeLibrary.TryLoad("libc.so.6", out var library)
            || !NativeLibrary.TryGetExport(library, "mallopt", out var function))
        {
            return;
        }

        var set = (delegate* unmanaged<int, int, int>)function;
        _ = set(Arenas, 1);
        _ = set(MapThreshold, 32 << 20);
        _ = set(TrimThreshold, 64 << 20);
        _ = set(TopPad, 16 << 20);

        static bool IsOfAllocator(string name) => name.StartsWith("MALLOC_", StringComparison.Ordinal)
            || name is "GLIBC_TUNABLES" or "LD_PRELOAD";
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
