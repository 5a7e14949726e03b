using Srum.Cli.Doctor;
using Srum.Numbers;

namespace Srum.Tests.Cli;

public sealed class ExaminationTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("srum-").FullName;

    public ExaminationTests()
    {
        foreach (var file in (string[])[
            "artifacts/kit/Srum.dll",
            "artifacts/kit/Srum.Charts.dll",
            "artifacts/kit/charts/Srum.Charts.Figures.dll",
            "artifacts/host/Srum.NotebookHost.dll",
        ])
        {
            Write(file, 1);
        }

        Write("data/model/ema.safetensors", 2_000_000);
        Write("kernels/.net-csharp/kernel.json", 1);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private Machine Good => new()
    {
        Platform = "Test 1.0, X64",
        Rid = "linux-x64",
        SystemRid = "linux-x64",
        Cores = 2,
        MemoryBytes = 8L << 30,
        Root = root,
        Natives = "natives",
        NativesProblem = null,
        Dotnet = arguments => arguments == "--list-sdks" ? "8.0.100 [/sdk]\n10.0.401 [/sdk]\n" : "1.0.712001\n",
        JupyterKernels = Path.Combine(root, "kernels"),
        FreeBytes = _ => 100L << 30,
        Numbers = _ => [new NumberCheck("fp32 products", "300 rows, 192 → 512", 0.2)],
    };

    [Fact]
    public void A_machine_that_has_everything_needs_nothing() =>
        Assert.All(
            Examination.Of(Good),
            finding => Assert.True(finding is { State: FindingState.Fine, Remedy: null }, finding.ToString()));

    [Fact]
    public void A_Jupyter_that_does_not_know_the_kernel_is_told_with_the_folder_to_make()
    {
        var elsewhere = Path.Combine(root, "share", "kernels");
        var finding = Named(Good with { JupyterKernels = elsewhere }, "Jupyter");
        Assert.Equal(FindingState.Wanting, finding.State);
        Assert.Contains($"jupyter install --path \"{elsewhere}\"", finding.Remedy);
    }

    [Theory]
    [InlineData(1.01)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Wrong_numbers_are_named_with_their_place(double deviation)
    {
        var finding = Named(Good with { Numbers = _ => [new NumberCheck("norms", "over 192", deviation)] }, "numbers");

        Assert.Equal(FindingState.Wrong, finding.State);
        Assert.Contains("norms: WRONG", finding.Found);
        Assert.Contains("over 192", finding.Found);
        Assert.Contains("ONEDNN_MAX_CPU_ISA=AVX2", finding.Remedy);
    }

    [Fact]
    public void Numbers_that_cannot_be_looked_at_are_named_with_their_reason() =>
        Missing(
            Good with { Numbers = _ => throw new SrumException("no numbers.json") }, "numbers", "no numbers.json",
            "Clone again");

    [Fact]
    public void Without_natives_nothing_is_computed()
    {
        var machine =
            Good with { Natives = null, NativesProblem = "none", Numbers = _ => throw new InvalidOperationException() };

        Assert.DoesNotContain(Examination.Of(machine), finding => finding.Name == "numbers");
    }

    [Theory]
    [InlineData("8.0.100 [/sdk]\n", "no version 10")]
    [InlineData("", "no SDK")]
    [InlineData(null, "not found")]
    public void An_SDK_that_is_missing_or_too_old_is_named(string? list, string said) =>
        Missing(
            Good with { Dotnet = arguments => arguments == "--list-sdks" ? list : "1.0" }, "SDK", said,
            "Install the .NET 10 SDK");

    [Fact]
    public void A_kernel_tool_that_is_missing_is_no_obstacle_and_named()
    {
        var finding = Named(
            Good with { Dotnet = arguments => arguments == "--list-sdks" ? "10.0.100 [x]" : null }, "kernel");

        Assert.Equal(FindingState.Wanting, finding.State);
        Assert.Contains("dotnet tool restore", finding.Remedy);
    }

    [Fact]
    public void Natives_that_do_not_load_are_named_with_their_reason() =>
        Missing(
            Good with { Natives = null, NativesProblem = "libtorch was not found" }, "natives",
            "libtorch was not found", "dotnet build -c Release");

    [Fact]
    public void Of_natives_that_building_does_not_mend_another_remedy_is_named() =>
        Missing(
            Good with { Natives = null, NativesProblem = "no runtime", NativesRemedy = "Install it." }, "natives",
            "no runtime", "Install it.");

    [Theory]
    [InlineData(1, "Missing")]
    [InlineData(3, "Wanting")]
    [InlineData(4, "Fine")]
    public void Memory_is_measured_against_what_a_lesson_takes(long gibi, string state) =>
        Assert.Equal(state, Named(Good with { MemoryBytes = gibi << 30 }, "memory").State.ToString());

    [Theory]
    [InlineData(100L << 20, "Missing")]
    [InlineData(1L << 30, "Wanting")]
    [InlineData(2L << 30, "Fine")]
    public void Space_is_measured_against_what_a_build_takes(long free, string state) =>
        Assert.Equal(state, Named(Good with { FreeBytes = _ => free }, "disk").State.ToString());

    [Fact]
    public void Space_that_the_system_does_not_tell_is_no_obstacle_and_named()
    {
        var finding = Named(Good with { FreeBytes = _ => null }, "disk");

        Assert.Equal(FindingState.Wanting, finding.State);
        Assert.Contains("2 GiB", finding.Remedy);
    }

    [Fact]
    public void A_system_without_natives_is_named_with_those_that_have_some() =>
        Missing(
            Good with { Rid = "linux-arm64", SystemRid = "linux-arm64" }, "system", "not for linux-arm64",
            ".devcontainer");

    [Fact]
    public void An_SDK_that_runs_emulated_is_named_with_the_machines_own() =>
        Missing(
            Good with { Rid = "osx-x64", SystemRid = "osx-arm64" }, "system", "not for osx-x64",
            "Install the .NET 10 SDK for arm64");

    [Fact]
    public void A_clone_that_cannot_be_written_is_named()
    {
        Directory.Delete(Path.Combine(root, "artifacts"), recursive: true);
        File.WriteAllText(Path.Combine(root, "artifacts"), "in the way");

        Missing(Good, "writing", "artifacts", "folder of your own");
    }

    [Theory]
    [InlineData("artifacts/kit/charts/Srum.Charts.Figures.dll", "kit")]
    [InlineData("artifacts/host/Srum.NotebookHost.dll", "host")]
    [InlineData("data/model/ema.safetensors", "model")]
    public void A_file_that_is_missing_is_named(string file, string name)
    {
        File.Delete(Path.Combine(root, file));

        Missing(Good, name, Path.GetFileName(file), name == "model" ? "Clone again" : "dotnet build -c Release");
    }

    [Fact]
    public void A_pointer_in_the_place_of_the_weights_is_told_from_the_weights()
    {
        Write("data/model/ema.safetensors", 130);

        Missing(Good, "model", "pointer", "Copy the file itself");
    }

    [Fact]
    public void Outside_of_a_clone_the_command_says_so() =>
        Missing(Good with { Root = null }, "clone", "not in a clone", "Clone the repository");

    private static Finding Named(Machine machine, string name) =>
        Assert.Single(Examination.Of(machine), finding => finding.Name == name);

    private static void Missing(Machine machine, string name, string found, string remedy)
    {
        var finding = Named(machine, name);
        Assert.Equal(FindingState.Missing, finding.State);
        Assert.Contains(found, finding.Found);
        Assert.Contains(remedy, finding.Remedy);
    }

    private void Write(string file, int bytes)
    {
        var path = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[bytes]);
    }
}
