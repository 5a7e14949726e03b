using System.Text.Json.Nodes;
using Srum.Files;
using Srum.Notebooks.Export;

namespace Srum.Notebooks.Packing;

/// <summary>
/// Everything a room without a network needs, besides the SDK: sources, model, lessons, the book, and every package as
/// a local feed. Tests and history stay at home.
/// </summary>
/// <param name="root">The clone that is packed, restored.</param>
/// <param name="rid">The system to pack for, one of <see cref="Systems"/>.</param>
internal sealed class KitPack(string root, string rid)
{
    /// <summary>The systems that libtorch's natives come for.</summary>
    public static readonly string[] Systems = ["linux-x64", "win-x64", "osx-arm64"];

    private const string Natives = "libtorch-cpu-";

    private static readonly StringComparison Names = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        ? StringComparison.OrdinalIgnoreCase
        : StringComparison.Ordinal;

    // Named, not "all but": what lies in a clone by chance (runs, keys, notes) must not travel.
    private static readonly string[] Carried =
    [
        ".config",
        ".devcontainer", ".editorconfig", "Directory.Build.props", "Directory.Build.targets",
        "Directory.Packages.props", "LICENSE", "LOG.md", "README.md", "data", "docs", "environment.md", "global.json",
        "notebooks", "src",
        "srum", "srum.cmd",
    ];

    /// <summary>What the kit restores, builds and runs with on its system: packages and the kernel tool.</summary>
    /// <exception cref="SrumException">The clone has not been restored, or for a card.</exception>
    public IReadOnlyList<Package> Packages()
    {
        var used = Projects().SelectMany(
            project => Package.Used(Path.Combine(root, "artifacts", "obj", project, "project.assets.json"))).ToList();
        if (!used.Exists(IsNatives))
        {
            throw new SrumException("The clone was restored for a card, and so without libtorch for the CPU: run "
                + "'dotnet build -c Release' without TorchDevice first.");
        }

        var tools = (JsonObject)JsonNode.Parse(
            File.ReadAllBytes(Path.Combine(root, ".config", "dotnet-tools.json")))!["tools"]!;
        return [
            .. used.Select(package => IsNatives(package) ? package with { Id = Natives + rid } : package)
                .Concat(tools.Select(tool => new Package(tool.Key, (string)tool.Value!["version"]!)))
                .Distinct().OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Writes the kit, or takes away what it wrote of it.</summary>
    /// <param name="folder">Where; a former kit there is replaced if it is as it was packed, anything else is left
    /// alone.</param>
    /// <param name="cache">Where packages are.</param>
    /// <param name="cancel">Stops between two files.</param>
    /// <returns>The kit.</returns>
    /// <exception cref="SrumException">
    /// A package cannot be had, or <paramref name="folder"/> holds something else.
    /// </exception>
    public KitFolder Write(string folder, PackageCache cache, CancellationToken cancel = default)
    {
        var real = RealPath.Of(folder);
        var packed = Carried.Select(name => RealPath.Of(Path.Combine(root, name)));
        if (packed.Any(place => IsIn(place, real, Names)))
        {
            throw new SrumException($"{folder} lies in what is packed. Name a folder elsewhere.");
        }

        var kit = KitFolder.Open(folder);
        var packages = cache.Files(Packages());
        kit.Clear();
        try
        {
            Fill(kit, packages, cancel);
            kit.Seal();
            return kit;
        }
        catch
        {
            kit.Clear();
            throw;
        }
    }

    /// <summary>Whether a path is a folder, or lies in it; both without links.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The path.</param>
    /// <param name="names">How the file system tells names apart.</param>
    internal static bool IsIn(string folder, string path, StringComparison names) =>
        path.Equals(folder, names) || RealPath.IsBelow(folder, path, names);

    private static bool IsNatives(Package package) =>
        package.Id.StartsWith(Natives, StringComparison.OrdinalIgnoreCase);

    private void Fill(KitFolder kit, IReadOnlyList<string> packages, CancellationToken cancel)
    {
        foreach (var name in Carried.Where(name => Path.Exists(Path.Combine(root, name))))
        {
            kit.Copy(Path.Combine(root, name), name);
        }

        foreach (var package in packages)
        {
            cancel.ThrowIfCancellationRequested();
            kit.Write("packages/" + Path.GetFileName(package), SystemPackage.Read(package, rid));
        }

        kit.Write("NuGet.config", Feed);
        var projects = Projects().Select(project => $"  <Project Path=\"src/{project}/{project}.csproj\" />\n");
        kit.Write("SrumKit.slnx", $"<Solution>\n{string.Concat(projects)}</Solution>\n");
        var lessons = Directory.GetFiles(Path.Combine(root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)
            .Select(Notebook.Read);
        foreach (var (name, text) in new WebBook([.. lessons], root).Pages())
        {
            kit.Write("site/" + name, text);
        }

        using var start = new StreamReader(
            typeof(KitPack).Assembly.GetManifestResourceStream("Srum.Notebooks.start.md")!);
        kit.Write("START.md", start.ReadToEnd().Replace("{rid}", rid, StringComparison.Ordinal));
    }

    private const string Feed =
        """
        <?xml version="1.0" encoding="utf-8"?>
        <!-- Packages come from the folder beside this file, and from nowhere else. -->
        <configuration>
          <packageSources>
            <clear />
            <add key="kit" value="packages" />
          </packageSources>
          <auditSources>
            <clear />
          </auditSources>
          <packageSourceMapping>
            <clear />
          </packageSourceMapping>
          <disabledPackageSources>
            <clear />
          </disabledPackageSources>
        </configuration>

        """;

    private IEnumerable<string> Projects() =>
        Directory.GetDirectories(Path.Combine(root, "src")).Select(folder => Path.GetFileName(folder))
            .Order(StringComparer.Ordinal);
}
