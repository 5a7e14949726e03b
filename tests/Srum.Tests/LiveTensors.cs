using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Srum.Tests;

/// <summary>
/// Bytes of the tensors that live, autograd's too, as torch's own allocator counts them. What kernels hold for
/// themselves while they run is none of them, other than in <see cref="NativeHeap"/>.
/// </summary>
internal static unsafe class LiveTensors
{
    private const string Library = "libc10.so";

    // Torch keeps the count while this flag is up, and says each allocation at the level of information, unseen.
    private const string Flag = "FLAGS_caffe2_report_cpu_memory_usage";

    // c10::profiledCPUMemoryReporter(), whose object holds a mutex, a table of sizes by address, and then the sum.
    private const string Reporter = "_ZN3c1025profiledCPUMemoryReporterEv";
    private const int SumAt = 40 + 56;

    private static readonly Lazy<nint> Sum = new(Start);

    /// <summary>Bytes of the tensors made since the first call that still live.</summary>
    public static long Bytes => Marshal.ReadInt64(Sum.Value);

    private static nint Start()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64,
            "The place of torch's count is known for Linux on x64 alone.");
        using (empty(1))
        {
            // Torch is loaded.
        }

        var library = NativeLibrary.Load(Library);
        Marshal.WriteByte(NativeLibrary.GetExport(library, Flag), 1);
        return ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, Reporter))() + SumAt;
    }
}
