using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Srum.Native;
using Srum.Notebooks;
using Srum.Numbers;

namespace Srum.Cli.Doctor;

/// <summary>What a machine tells of itself. Tests put other machines in its place.</summary>
internal sealed record Machine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Name of the system, for people.</summary>
    public required string Platform { get; init; }

    /// <summary>The system and the process's architecture as packages name them, such as <c>linux-x64</c>.</summary>
    public required string Rid { get; init; }

    /// <summary>The same with the machine's architecture: another one where the process runs emulated.</summary>
    public required string SystemRid { get; init; }

    public required int Cores { get; init; }

    /// <summary>The memory that programs may use (a container's limit where there is one).</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The clone that the command belongs to; null = none found.</summary>
    public required string? Root { get; init; }

    /// <summary>The folder that libtorch was loaded from; null = it was not.</summary>
    public required string? Natives { get; init; }

    /// <summary>Why libtorch was not loaded; null = it was.</summary>
    public required string? NativesProblem { get; init; }

    /// <summary>What helps against that; null = building.</summary>
    public string? NativesRemedy { get; init; }

    /// <summary>
    /// What <c>dotnet</c> prints for these arguments, run in the clone; null = it cannot be started, or fails.
    /// </summary>
    public required Func<string, string?> Dotnet { get; init; }

    /// <summary>The folder in which Jupyter looks for this user's kernels; it need not be there.</summary>
    public required string JupyterKernels { get; init; }

    /// <summary>Space left where a folder lies; null = the system does not tell.</summary>
    public required Func<string, long?> FreeBytes { get; init; }

    /// <summary>Holds the machine's computing against what is known to be right, with the model in the clone.</summary>
    public required Func<string, IReadOnlyList<NumberCheck>> Numbers { get; init; }

    /// <summary>The machine that this runs on.</summary>
    public static Machine Here()
    {
        var root = FindClone();
        return new Machine
        {
            Platform = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}",
            Rid = RidOf(RuntimeInformation.ProcessArchitecture),
            SystemRid = RidOf(RuntimeInformation.OSArchitecture),
            Cores = Environment.ProcessorCount,
            MemoryBytes = UsableMemory.Bytes(),
            Root = root,
            Natives = TorchNatives.Folder,
            NativesProblem = TorchNatives.Problem,
            NativesRemedy = TorchNatives.Remedy,
            Dotnet = arguments => Output("dotnet", arguments, root ?? Environment.CurrentDirectory),
            JupyterKernels = Path.Combine(JupyterData(), "kernels"),
            FreeBytes = FreeAt,
            Numbers = clone => NumberExamination.Of(Path.Combine(clone, "data", "model"), RecordOf(clone)),
        };
    }

    /// <summary>Where a clone keeps what its model draws, says and learns.</summary>
    public static string RecordOf(string clone) => Path.Combine(clone, "data", "records", "numbers.json");

    private static string RidOf(Architecture architecture) =>
        $"{(OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux")}-"
        + architecture.ToString().ToLowerInvariant();

    // A path of the network lies on no drive.
    private static long? FreeAt(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // As Jupyter's own paths module finds it (jupyter_core, jupyter_data_dir).
    private static string JupyterData()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } stated)
        {
            return stated;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsWindows()
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
            : Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data
                ? Path.Combine(data, "jupyter")
                : Path.Combine(home, ".local", "share", "jupyter");
    }

    private static string? FindClone()
    {
        try
        {
            return Repository.Root;
        }
        catch (SrumException)
        {
            return null;
        }
    }

    private static string? Output(string program, string arguments, string folder)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput =
                    true, RedirectStandardError = true, RedirectStandardInput = true })!;
            process.StandardInput.Close();
            var (said, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            Task.WaitAll(said, errors);
            return process.ExitCode == 0 ? said.Result : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
