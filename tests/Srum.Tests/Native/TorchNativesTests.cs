using Srum.Native;

namespace Srum.Tests.Native;

public sealed class TorchNativesTests : IDisposable
{
    private static readonly string Library = OperatingSystem.IsWindows() ? "LibTorchSharp.dll"
        : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("win-x64", "Visual C++ Redistributable x64")]
    [InlineData("linux-x64", "glibc 2.34 and GCC 12's libstdc++")]
    public void A_library_that_is_there_and_does_not_load_lacks_the_systems_runtime(string rid, string remedy)
    {
        Assert.Contains(remedy, TorchNatives.RemedyFor(new DllNotFoundException(), rid));
        Assert.Null(TorchNatives.RemedyFor(new BadImageFormatException(), rid));
        Assert.Null(TorchNatives.RemedyFor(new SrumException("not found"), rid));
    }

    /// <summary>What lies above the program of a notebook, the kernel's tool, is none of ours.</summary>
    [Fact]
    public void The_first_folder_that_leads_to_natives_counts()
    {
        folder.Write($"near/natives/{Library}", "");
        folder.Write($"far/{Library}", "");
        var (near, far) = (folder.File("near/natives/deep"), folder.File("far"));

        Assert.Equal(Path.GetFullPath(folder.File("near/natives")), TorchNatives.FindFolder(null, near, far));
        Assert.Equal(far, TorchNatives.FindFolder(far, near));
    }
}
