using System.IO.Compression;
using System.Text.Json.Nodes;
using Srum.Notebooks.Export;

namespace Srum.Notebooks.Packing;

/// <summary>
/// Everything a room without a network needs, besides the SDK: sources, model, lessons, the book, and every package as a
/// local feed. Tests and history stay at home.
/// </summary>
/// <param name="root">The clone that is packed, restored.</param>
/// <param name="rid">The system to pack for, one of <see cref="Systems"/>.</param>
internal sealed class KitPack(string root, string rid)
{
    /// <summary>The systems that libtorch's natives come for.</summary>
    public static readonly string[] Systems = ["linux-x64", "win-x64", "osx-arm64"];

    private const string Natives = "libtorch-cpu-";

    private const string Start = "START.md";

    // Named, not "all but": what lies in a clone by chance (runs, keys, notes) must not travel.
    private static readonly string[] Carried =
    [
        ".config", ".devcontainer", ".editorconfig", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "LICENSE", "LOG.md", "README.md", "data", "docs", "environment.md", "global.json", "notebooks", "src",
        "srum", "srum.cmd",
    ];

    /// <summary>What the kit restores, builds and runs with on its system: packages and the kernel tool.</summary>
    /// <exception cref="SrumException">The clone has not been restored.</exception>
    public IReadOnlyList<Package> Packages()
    {
        var used = Projects().SelectMany(project => Package.Used(Path.Combine(root, "artifacts", "obj", project, "project.assets.json")));
        var tools = (JsonObject)JsonNode.Parse(File.ReadAllBytes(Path.Combine(root, ".config", "dotnet-tools.json")))!["tools"]!;
        return [
            .. used.Select(package => package.Id.StartsWith(Natives, StringComparison.OrdinalIgnoreCase) ? package with { Id = Natives + rid } : package)
                .Concat(tools.Select(tool => new Package(tool.Key, (string)tool.Value!["version"]!)))
                .Distinct().OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase),
        ];
    }

    /// <summary>Writes the kit.</summary>
    /// <param name="folder">Where; a former kit there is replaced, anything else is left alone.</param>
    /// <param name="cache">Where packages are.</param>
    /// <exception cref="SrumException">A package cannot be had, or <paramref name="folder"/> holds something else.</exception>
    public void Write(string folder, PackageCache cache)
    {
        var packages = cache.Files(Packages());
        Clear(folder);
        foreach (var name in Carried.Where(name => Path.Exists(Path.Combine(root, name))))
        {
            Copy(Path.Combine(root, name), Path.Combine(folder, name));
        }

        Directory.CreateDirectory(Path.Combine(folder, "packages"));
        packages.ToList().ForEach(package => File.Copy(package, Path.Combine(folder, "packages", Path.GetFileName(package))));
        File.WriteAllText(Path.Combine(folder, "NuGet.config"), Feed);
        File.WriteAllText(Path.Combine(folder, "SrumKit.slnx"), $"<Solution>\n{string.Concat(Projects().Select(project => $"  <Project Path=\"src/{project}/{project}.csproj\" />\n"))}</Solution>\n");
        var lessons = Directory.GetFiles(Path.Combine(root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal).Select(Notebook.Read);
        new WebBook([.. lessons], root).Write(Path.Combine(folder, "site"));

        // Last: it marks a whole kit.
        using var start = new StreamReader(typeof(KitPack).Assembly.GetManifestResourceStream("Srum.Notebooks.start.md")!);
        File.WriteAllText(Path.Combine(folder, Start), start.ReadToEnd().Replace("{rid}", rid, StringComparison.Ordinal));
    }

    /// <summary>Puts a written kit into one file beside it, and takes the folder away.</summary>
    /// <returns>The file.</returns>
    public static string Zip(string folder)
    {
        var file = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + ".zip";
        File.Delete(file);
        ZipFile.CreateFromDirectory(folder, file, CompressionLevel.Fastest, includeBaseDirectory: true);
        Directory.Delete(folder, recursive: true);
        return file;
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
          <packageSourceMapping>
            <clear />
          </packageSourceMapping>
          <disabledPackageSources>
            <clear />
          </disabledPackageSources>
        </configuration>

        """;

    private IEnumerable<string> Projects() => Directory.GetDirectories(Path.Combine(root, "src")).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    private static void Clear(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        if (Directory.EnumerateFileSystemEntries(folder).Any() && !File.Exists(Path.Combine(folder, Start)) && !File.Exists(Path.Combine(folder, "SrumKit.slnx")))
        {
            throw new SrumException($"{folder} holds something that is no kit. Name an empty or a new folder.");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from).Where(entry => Path.GetFileName(entry) is not ("bin" or "obj" or ".ipynb_checkpoints")))
        {
            Copy(entry, Path.Combine(to, Path.GetFileName(entry)));
        }
    }
}
