using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Srum.Native;

/// <summary>
/// Loads libtorch and TorchSharp's native half, each by full path, before the first torch call of a process:
/// from <c>artifacts/natives/&lt;rid&gt;</c> (found by walking up from the kit or from Srum.dll) or from beside the
/// program. By full path, so that a libtorch of the system is never picked up by mistake; on systems whose C++ runtime
/// is older than the one TorchSharp was built with, through <see cref="WeakenedLibrary"/>.
/// </summary>
public static class TorchNatives
{
    private static readonly string[] LoadOrder = OperatingSystem.IsWindows()
        ? ["libiomp5md.dll", "uv.dll", "c10.dll", "torch_cpu.dll", "torch.dll", "LibTorchSharp.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libomp.dylib", "libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib", "libLibTorchSharp.dylib"]
            : ["libgomp*.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so"];

    /// <summary>Why the natives could not be loaded, with the remedy; null when they are loaded.</summary>
    public static string? Problem { get; private set; }

    /// <summary>The folder the natives were loaded from; null when they could not be loaded.</summary>
    public static string? Folder { get; private set; }

    /// <summary>What helps where the natives are there and do not load; null = they do, or building helps.</summary>
    internal static string? Remedy { get; private set; }

    /// <summary>
    /// The laid-out kit that a program was built against from elsewhere (its runtime setting <c>Srum.Kit</c>); null =
    /// none.
    /// </summary>
    internal static string? KitFolder => AppContext.GetData("Srum.Kit") as string;

    /// <summary>States that torch is needed from here on.</summary>
    /// <exception cref="SrumException">The natives could not be loaded; the message tells the remedy.</exception>
    public static void Require()
    {
        if (Problem is not null)
        {
            throw new SrumException(Problem);
        }
    }

    // A notebook may use torch before anything of ours: so the natives load with the assembly, and a failure is
    // kept for the first call that needs them instead of breaking code that doesn't.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Load()
#pragma warning restore CA2255
    {
        try
        {
            // In a notebook the program is the kernel's tool, whose folder and those above it are none of ours: last.
            var beside = Path.GetDirectoryName(typeof(TorchNatives).Assembly.Location);
            Folder = FindFolder(KitFolder, beside, AppContext.BaseDirectory)
                ?? throw new SrumException(
                    $"libtorch was not found: no artifacts/natives/{RuntimeIdentifier} in or above "
                    + $"{KitFolder ?? beside ?? AppContext.BaseDirectory}. "
                    + "Build once with 'dotnet build -c Release', which lays it out.");
            NativeDefaults.Apply();
            foreach (var pattern in LoadOrder)
            {
                foreach (var library in Directory.EnumerateFiles(Folder, pattern))
                {
                    var handle = LoadLibrary(library);
                    if (pattern.Contains("torch_cpu", StringComparison.Ordinal))
                    {
                        TorchContext.Load(handle);
                    }
                }
            }
        }
        catch (Exception failure) when (failure is SrumException or DllNotFoundException or BadImageFormatException
            or IOException or UnauthorizedAccessException)
        {
            Folder = null;
            Remedy = RemedyFor(failure, RuntimeIdentifier);
            Problem = failure is SrumException
                ? failure.Message
                : $"libtorch could not be loaded: {failure.Message} "
                    + (Remedy ?? "Build again with 'dotnet build -c Release'; if it stays, run 'srum doctor'.");
        }
    }

    /// <summary>
    /// What helps where a library that is there does not load: as a rule the system lacks what it needs.
    /// </summary>
    /// <param name="failure">How it failed.</param>
    /// <param name="rid">The system, as packages name it.</param>
    /// <returns>The remedy; null where building again is one.</returns>
    internal static string? RemedyFor(Exception failure, string rid)
    {
        const string Else = "If it has that, delete artifacts/natives and run 'dotnet build -c Release'.";
        return (failure, rid) switch
        {
            (DllNotFoundException, "win-x64") =>
                "The system needs the Visual C++ Redistributable x64: install it from "
                + "https://aka.ms/vs/17/release/vc_redist.x64.exe. " + Else,
            (DllNotFoundException, "linux-x64") =>
                "The system needs glibc 2.34 and GCC 12's libstdc++ (GLIBCXX_3.4.30), as Debian 12 and Ubuntu 22.04 "
                + "have them; RHEL 9 and its kin and Amazon Linux 2023 have an older one. " + Else,
            _ => null,
        };
    }

    private static string RuntimeIdentifier =>
        OperatingSystem.IsWindows() ? "win-x64" : OperatingSystem.IsMacOS() ? "osx-arm64" : "linux-x64";

    /// <summary>The folder that holds the natives in or above the first of some folders that leads to one.</summary>
    internal static string? FindFolder(params string?[] starts) =>
        starts.OfType<string>().Select(FindAbove).FirstOrDefault(folder => folder is not null);

    private static string? FindAbove(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            foreach (var candidate in (string[])
                [
                    folder.FullName,
                    Path.Combine(folder.FullName, "natives", RuntimeIdentifier),
                    Path.Combine(folder.FullName, "artifacts", "natives", RuntimeIdentifier),
                ])
            {
                if (File.Exists(Path.Combine(candidate, LoadOrder[^1])))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    internal static nint LoadLibrary(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException missing) when (OperatingSystem.IsLinux()
            && missing.Message.Contains(WeakenedLibrary.Version, StringComparison.Ordinal))
        {
            return NativeLibrary.Load(WeakenedLibrary.CopyOf(path, WeakenedLibrary.DefaultCache()));
        }
    }
}
