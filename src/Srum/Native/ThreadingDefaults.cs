using System.Runtime.InteropServices;

namespace Srum.Native;

/// <summary>
/// OpenMP's waiting threads spin for milliseconds by default, which starves whoever shares the cores; threads that
/// sleep at once make small products two to three times slower. A short spin is the middle (docs/decisions.md). .NET's
/// own environment does not reach native code on Linux, so the C library's is set before libgomp reads it; a value that
/// the user has set stays.
/// </summary>
internal static partial class ThreadingDefaults
{
    public static void Apply()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
            _ = SetEnvironment("GOMP_SPINCOUNT", "2000", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
