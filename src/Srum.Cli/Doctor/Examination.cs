using System.Globalization;
using System.Text.RegularExpressions;
using Srum.Notebooks.Packing;
using Srum.Numbers;
using TorchSharp;

namespace Srum.Cli.Doctor;

/// <summary>
/// Looks at everything that lessons and commands need of a machine, and says what to do about what is missing.
/// </summary>
internal static partial class Examination
{
    private const long Gibi = 1L << 30;

    public static IReadOnlyList<Finding> Of(Machine machine)
    {
        List<Finding> findings = [Platform(machine), Sdk(machine), Memory(machine)];
        if (machine.Root is not { } root)
        {
            return [.. findings, new Finding("clone", FindingState.Missing, "the command is not in a clone of the "
                + "repository", "Clone the repository and run ./srum there (on Windows .\\srum).")];
        }

        var (natives, model) = (Natives(machine), Model(root));
        var computes = natives.State == FindingState.Fine && model.State == FindingState.Fine;
        return
        [
            .. findings, Space(machine, root), Writing(root), natives, model, Kit(root), Host(root), Kernel(machine),
            Jupyter(machine),
            .. computes ? Numbers(machine, root) : [],
        ];
    }

    private static Finding Platform(Machine machine)
    {
        var found = $"{machine.Platform}, {machine.Cores} cores";
        return KitPack.Systems.Contains(machine.Rid)
            ? new Finding("system", FindingState.Fine, found)
            : new Finding(
                "system", FindingState.Missing,
                $"{found}: libtorch's natives come for {string.Join(", ", KitPack.Systems)}, not for {machine.Rid}",
                KitPack.Systems.Contains(machine.SystemRid)
                    ? $"Install the .NET 10 SDK for {Architecture(machine.SystemRid)} in place of the one for "
                        + $"{Architecture(machine.Rid)}, which runs emulated here."
                    : "Use one of those, or the container in .devcontainer (linux/amd64).");

        static string Architecture(string rid) => rid.Split('-')[^1];
    }

    private static Finding Sdk(Machine machine)
    {
        const string Remedy = "Install the .NET 10 SDK (not the runtime alone) and open a new terminal.";
        if (machine.Dotnet("--list-sdks") is not { } list)
        {
            return new Finding("SDK", FindingState.Missing, "'dotnet' was not found, or fails", Remedy);
        }

        var versions = SdkVersion().Matches(list).Select(match => match.Groups[1].Value).ToList();
        return versions.FindLast(version => version.StartsWith("10.", StringComparison.Ordinal)) is { } ten
            ? new Finding("SDK", FindingState.Fine, ten)
            : new Finding("SDK", FindingState.Missing, versions.Count == 0 ? "there is a .NET runtime, and no "
                + "SDK" : $"there is {string.Join(", ", versions)}, and no version 10", Remedy);
    }

    // A lesson with its kernel holds up to 2 GB, an editor and a system what is left.
    private static Finding Memory(Machine machine)
    {
        var found = string.Create(CultureInfo.InvariantCulture, $"{machine.MemoryBytes / (double)Gibi:0.0} GiB");
        return machine.MemoryBytes >= 4 * Gibi
            ? new Finding("memory", FindingState.Fine, found)
            : machine.MemoryBytes >= 2 * Gibi
                ? new Finding(
                    "memory", FindingState.Wanting, $"{found}: a lesson fits, two at once do not",
                    "Close other programs and run one lesson at a time.")
                : new Finding(
                    "memory", FindingState.Missing, $"{found}: lessons need 2",
                    "Give the machine or its container at least 2 GiB, better 4.");
    }

    private static Finding Space(Machine machine, string root)
    {
        if (machine.FreeBytes(root) is not { } free)
        {
            return new Finding(
                "disk", FindingState.Wanting, $"the system does not tell how much is free for {root}",
                "See that 2 GiB are. If that is a folder on the network, work in a copy on a disk of this machine.");
        }

        var found = string.Create(CultureInfo.InvariantCulture, $"{free / (double)Gibi:0.0} GiB free");
        return free >= 2 * Gibi
            ? new Finding("disk", FindingState.Fine, found)
            : new Finding(
                "disk", free >= Gibi / 2 ? FindingState.Wanting : FindingState.Missing,
                $"{found}: packages, build and runs take up to 2", "Make room on that disk.");
    }

    private static Finding Writing(string root)
    {
        foreach (var folder in (string[])[Path.Combine(root, "runs"), Path.Combine(root, "artifacts")])
        {
            try
            {
                OutputPath.CheckFolder(folder, "doctor");
            }
            catch (SrumException refused)
            {
                return new Finding("writing", FindingState.Missing, refused.Message, "Copy the repository to a folder "
                    + "of your own (not to a system folder, a mounted image or a stick that is write-protected).");
            }
        }

        return new Finding("writing", FindingState.Fine, root);
    }

    private static Finding Natives(Machine machine)
    {
        if (machine.NativesProblem is { } problem)
        {
            return new Finding(
                "natives", FindingState.Missing, problem,
                machine.NativesRemedy ?? "Run 'dotnet build -c Release'. Without a network, restore from a packed kit "
                    + "(docs/workshop.md).");
        }

        using var sum = torch.ones(3, 3).sum();
        return sum.item<float>() == 9
            ? new Finding("natives", FindingState.Fine, $"libtorch {torch.__version__}, {torch.get_num_threads()} "
                + $"threads, {(torch.cuda.is_available() ? "CUDA" : "no CUDA")}, {machine.Natives}")
            : new Finding(
                "natives", FindingState.Wrong, "libtorch is loaded and computes wrongly",
                "Delete artifacts/natives and run 'dotnet build -c Release'.");
    }

    private static Finding Model(string root)
    {
        var weights = Path.Combine(root, "data", "model", "ema.safetensors");
        return !File.Exists(weights)
            ? new Finding(
                "model", FindingState.Missing, $"{weights} is missing",
                "Clone again, or copy data/ from a whole clone.")
            : new FileInfo(weights).Length < 1_000_000
                ? new Finding("model", FindingState.Missing, $"{weights} holds {new FileInfo(weights).Length} bytes: a "
                    + "pointer, not the weights", "Copy the file itself from a whole clone.")
                : new Finding("model", FindingState.Fine, Path.GetDirectoryName(weights)!);
    }

    private static Finding Kit(string root) =>
        Missing(
            root,
            ["artifacts/kit/Srum.dll", "artifacts/kit/Srum.Charts.dll", "artifacts/kit/charts/Srum.Charts.Figures.dll"])
            is { } missing
            ? new Finding(
                "kit", FindingState.Missing, $"{missing} is missing, which lessons load",
                "Run 'dotnet build -c Release'.")
            : new Finding("kit", FindingState.Fine, Path.Combine(root, "artifacts", "kit"));

    private static Finding Host(string root) =>
        Missing(root, ["artifacts/host/Srum.NotebookHost.dll"]) is { } missing
            ? new Finding(
                "host", FindingState.Missing, $"{missing} is missing, which 'srum notebooks run' starts",
                "Run 'dotnet build -c Release'.")
            : new Finding("host", FindingState.Fine, "srum notebooks run executes lessons without an editor");

    private static Finding Kernel(Machine machine) =>
        machine.Dotnet("tool run dotnet-interactive --version")?.Trim() is { Length: > 0 } version
            ? new Finding("kernel", FindingState.Fine, $"the .NET Interactive tool, {version.Split('\n')[^1].Trim()}")
            : new Finding(
                "kernel",
                FindingState.Wanting,
                "the .NET Interactive tool is not there: VS Code and Jupyter need it, 'srum notebooks run' does not",
                "Run 'dotnet tool restore' in the clone.");

    // Without an existing folder and --path the installation fails on a machine that has no Jupyter yet.
    private static Finding Jupyter(Machine machine) =>
        Directory.Exists(Path.Combine(machine.JupyterKernels, ".net-csharp"))
            ? new Finding("Jupyter", FindingState.Fine, $"knows the kernel, in {machine.JupyterKernels}")
            : new Finding(
                "Jupyter", FindingState.Wanting,
                "does not know the kernel yet; VS Code and 'srum notebooks run' need nothing of it",
                $"Make the folder {machine.JupyterKernels} and run 'dotnet tool run dotnet-interactive jupyter install "
                    + $"--path \"{machine.JupyterKernels}\"' in the clone.");

    private static IReadOnlyList<Finding> Numbers(Machine machine, string root)
    {
        const string Remedy =
            "Do not trust what this machine draws, judges or trains. Set ONEDNN_MAX_CPU_ISA=AVX2 in the environment "
                + "and run "
            + "'srum doctor' again; if it stays, use another machine, and report this output.";
        try
        {
            return
            [
                .. machine.Numbers(root).Select(check => check.IsRight
                    ? new Finding("numbers", FindingState.Fine, Said(check, "right, off by"))
                    : new Finding("numbers", FindingState.Wrong, Said(check, "WRONG, off by"), Remedy)),
            ];
        }
        catch (SrumException failure)
        {
            return [new Finding("numbers", FindingState.Missing, failure.Message, "Clone again, or copy data/ from a "
                + "whole clone.")];
        }

        static string Said(NumberCheck check, string verdict) => string.Create(
            CultureInfo.InvariantCulture,
            $"{check.Name}: {verdict} {check.Deviation:0.00} of what rounding explains ({check.Worst})");
    }

    private static string? Missing(string root, string[] files) =>
        files.FirstOrDefault(file => !File.Exists(Path.Combine(root, file)));

    [GeneratedRegex(@"^(\d+\.\d+\.\S+)", RegexOptions.Multiline)]
    private static partial Regex SdkVersion();
}
