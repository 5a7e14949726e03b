using System.ComponentModel;
using System.Globalization;
using Spectre.Console.Cli;
using Srum.Notebooks;
using Srum.Notebooks.Packing;

namespace Srum.Cli.Commands.Kit;

/// <summary><c>srum kit pack</c>: everything a room without a network needs, as one folder or file.</summary>
internal sealed class PackKitCommand : Command<PackKitCommand.Flags>
{
    internal sealed class Flags : CommonSettings
    {
        [CommandOption("--rid <SYSTEM>")]
        [Description("The system that the room has: linux-x64, win-x64 or osx-arm64")]
        [DefaultValue("linux-x64")]
        public string Rid { get; init; } = "linux-x64";

        [CommandOption("--out <FOLDER>")]
        [Description("The kit's folder; default: artifacts/srum-kit-SYSTEM")]
        public string? Out { get; init; }

        [CommandOption("--zip")]
        [Description("One .zip in the place of the folder")]
        public bool Zip { get; init; }
    }

    public override int Execute(CommandContext context, Flags flags, CancellationToken cancel)
    {
        if (!KitPack.Systems.Contains(flags.Rid))
        {
            throw new UsageException($"--rid must be {string.Join(", ", KitPack.Systems)}, not '{flags.Rid}'.");
        }

        var root = Repository.Root;
        var folder = flags.Out ?? Path.Combine(root, "artifacts", "srum-kit-" + flags.Rid);
        // A stick's own folder can be written, the one above it as a rule not; a zip is put beside the folder.
        var isBeside = flags.Zip || !Directory.Exists(folder);
        OutputPath.CheckFolder(isBeside ? Path.GetDirectoryName(Path.GetFullPath(folder))! : folder, "--out");
        if (flags.Zip)
        {
            KitFolder.CheckZip(folder);
        }

        var kit = new KitPack(root, flags.Rid).Write(folder, PackageCache.OfUser(), cancel);
        foreach (var part in (string[])["packages", "data", "notebooks", "site"])
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{part,-10} {Bytes(Path.Combine(folder, part)) / 1e6,7:0.0} MB"));
        }

        var bytes = Bytes(folder);
        var written = folder;
        if (flags.Zip)
        {
            written = kit.Zip();
            bytes = new FileInfo(written).Length;
        }

        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{"together",-10} {bytes / 1e6,7:0.0} MB in {written}"));
        return 0;
    }

    private static long Bytes(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
