using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Srum.Notebooks.Packing;

namespace Srum.Tests.Notebooks.Packing;

/// <summary>
/// A small clone and a small package cache stand in for the real ones, whose kit is hundreds of megabytes.
/// </summary>
public sealed class KitPackTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public KitPackTests()
    {
        Write("clone/src/One/One.csproj", "<Project />");
        Write("clone/src/One/obj/left.json", "{}");
        Write("clone/data/model/weights", "w");
        Write("clone/notebooks/00-a.ipynb", SmallNotebook.Json(SmallNotebook.Prose("# 00 · A")).ToJsonString());
        Write("clone/secret.key", "never");
        Write("clone/runs/first/result.json", "{}");
        Write("clone/.config/dotnet-tools.json", """{ "tools": { "a.tool": { "version": "1.0.7" } } }""");
        Write("clone/artifacts/obj/One/project.assets.json", new JsonObject
        {
            ["libraries"] = new JsonObject
            {
                ["Some.Package/1.2.0-Beta"] = new JsonObject { ["type"] = "package" },
                ["libtorch-cpu-linux-x64/2.10.0"] = new JsonObject { ["type"] = "package" },
                ["Two/1.0.0"] = new JsonObject { ["type"] = "project" },
            },
        }.ToJsonString());
        foreach (var (id, version) in (ReadOnlySpan<(string, string)>)[
            ("some.package", "1.2.0-beta"),
            ("libtorch-cpu-linux-x64", "2.10.0"),
            ("libtorch-cpu-win-x64", "2.10.0"),
            ("a.tool", "1.0.7"),
        ])
        {
            WritePackage(id, version, $"lib/{id}.dll");
        }
    }

    private string Kit => At("kit");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_kit_holds_what_it_restores_from_and_what_a_room_works_with()
    {
        Pack("linux-x64");

        Assert.Equal(
            ["a.tool.1.0.7.nupkg", "libtorch-cpu-linux-x64.2.10.0.nupkg", "some.package.1.2.0-beta.nupkg"],
            Directory.GetFiles(Path.Combine(Kit, "packages")).Select(file => Path.GetFileName(file)!)
                .Order(StringComparer.Ordinal));
        Assert.All(
            (string[])[
                "START.md", "NuGet.config", "SrumKit.slnx", "data/model/weights", "notebooks/00-a.ipynb",
                "site/index.html", "site/00-a.html", "src/One/One.csproj", ".config/dotnet-tools.json",
            ],
            file => Assert.True(File.Exists(Path.Combine(Kit, file)), file));
        Assert.Contains("src/One/One.csproj", File.ReadAllText(Path.Combine(Kit, "SrumKit.slnx")));
        Assert.Contains("linux-x64", File.ReadAllText(Path.Combine(Kit, "START.md")));
    }

    /// <summary>A source of the user's own would be asked over a network that the room does not have.</summary>
    [Fact]
    public void A_kit_asks_no_source_but_its_own()
    {
        Pack("linux-x64");

        var sections = XDocument.Load(Path.Combine(Kit, "NuGet.config")).Root!.Elements().ToList();
        Assert.Contains("auditSources", sections.Select(section => section.Name.LocalName));
        Assert.All(sections, section => Assert.Equal("clear", section.Elements().First().Name.LocalName));
    }

    [Fact]
    public void What_lies_in_a_clone_by_chance_stays_there()
    {
        Pack("linux-x64");

        Assert.All(
            (string[])["secret.key", "runs", "artifacts", "src/One/obj"],
            name => Assert.False(Path.Exists(Path.Combine(Kit, name)), name));
    }

    [Fact]
    public void Another_system_gets_its_own_natives_and_no_others()
    {
        Pack("win-x64");

        Assert.Equal(
            ["libtorch-cpu-win-x64.2.10.0.nupkg"],
            Directory.GetFiles(Path.Combine(Kit, "packages"), "libtorch*").Select(file => Path.GetFileName(file)));
    }

    /// <summary>NuGet takes what is unsigned, and refuses what is other than its signature says.</summary>
    [Fact]
    public void Of_a_package_for_many_systems_it_carries_the_own_natives_alone()
    {
        WritePackage(
            "some.package", "1.2.0-beta", "lib/some.dll", "runtimes/linux-x64/native/some.so",
            "runtimes/win-x64/native/some.dll", "runtimes/win-x64/lib/some.dll", ".signature.p7s");
        Pack("linux-x64");
        Assert.Equal(
            ["lib/some.dll", "runtimes/linux-x64/native/some.so", "runtimes/win-x64/lib/some.dll"],
            Packed("some.package.1.2.0-beta.nupkg"));

        WritePackage("some.package", "1.2.0-beta", "runtimes/win-x64/native/some.dll", ".signature.p7s");
        Pack("linux-x64");
        Assert.Equal(
            [".signature.p7s", "runtimes/win-x64/native/some.dll"], Packed("some.package.1.2.0-beta.nupkg"));
    }

    /// <summary>Once a kit was restored, what it held of a package lies in the cache as the package.</summary>
    [Fact]
    public void A_package_that_a_kit_for_another_system_left_here_is_named_with_its_folder()
    {
        WritePackage("some.package", "1.2.0-beta", "lib/some.dll", "runtimes/win-x64/native/some.dll");

        var refused = Assert.Throws<SrumException>(() => Pack("linux-x64")).Message;
        Assert.Contains("some.package.1.2.0-beta in the package cache came from a kit", refused);
        Assert.Contains(Path.Combine(At("cache"), "some.package", "1.2.0-beta") + " ", refused);
    }

    [Fact]
    public void A_clone_that_was_restored_for_a_card_is_told_to_build_without_one()
    {
        Write("clone/artifacts/obj/One/project.assets.json", new JsonObject
        {
            ["libraries"] = new JsonObject { ["Some.Package/1.2.0-Beta"] = new JsonObject { ["type"] = "package" } },
        }.ToJsonString());

        Assert.Contains("without TorchDevice", Assert.Throws<SrumException>(() => Pack("linux-x64")).Message);
        Assert.False(Directory.Exists(Kit));
    }

    [Fact]
    public void A_new_kit_replaces_the_old_one()
    {
        Pack("win-x64");
        Pack("linux-x64");

        Assert.Equal(
            ["libtorch-cpu-linux-x64.2.10.0.nupkg"],
            Directory.GetFiles(Path.Combine(Kit, "packages"), "libtorch*").Select(file => Path.GetFileName(file)));
    }

    [Fact]
    public void A_folder_that_is_no_kit_is_left_alone()
    {
        Write("kit/thesis.txt", "years of work");

        Assert.Contains("no kit", Assert.Throws<SrumException>(() => Pack("linux-x64")).Message);
        Assert.True(File.Exists(At("kit/thesis.txt")));
    }

    [Theory]
    [InlineData("START.md")]
    [InlineData("SrumKit.slnx")]
    [InlineData(".srum")]
    public void Nor_does_a_name_make_a_folder_a_kit(string name)
    {
        Write("kit/" + name, "mine");
        Write("kit/thesis.txt", "years of work");

        Assert.Contains("no kit", Assert.Throws<SrumException>(() => Pack("linux-x64")).Message);
        Assert.Equal(2, Directory.GetFiles(Kit).Length);
    }

    [Theory]
    [InlineData("kit/thesis.txt")]
    [InlineData("kit/notebooks/00-a.ipynb")]
    [InlineData("kit/packages/deep/mine.nupkg")]
    public void A_kit_in_which_somebody_worked_is_left_alone(string name)
    {
        Pack("linux-x64");
        var before = Directory.GetFiles(Kit, "*", SearchOption.AllDirectories).Length;
        Write(name, "years of work");

        Assert.Contains(name["kit/".Length..], Assert.Throws<SrumException>(() => Pack("win-x64")).Message);
        Assert.Equal("years of work", File.ReadAllText(At(name)));
        Assert.InRange(Directory.GetFiles(Kit, "*", SearchOption.AllDirectories).Length, before, before + 1);
    }

    [Fact]
    public void What_a_link_in_a_kit_leads_to_is_left_alone()
    {
        Pack("linux-x64");
        Write("mine/thesis.txt", "years of work");
        Links.Make(At("kit/mine"), At("mine"));

        Assert.Throws<SrumException>(() => Pack("linux-x64"));
        Assert.True(File.Exists(At("mine/thesis.txt")));
    }

    [Fact]
    public void A_kit_is_not_packed_into_what_is_packed()
    {
        var (pack, cache) = (new KitPack(At("clone"), "linux-x64"), new PackageCache(At("cache")));
        var refused = Assert.Throws<SrumException>(() => pack.Write(At("clone/data/kit"), cache));

        Assert.Contains("lies in what is packed", refused.Message);
        Assert.False(Directory.Exists(At("clone/data/kit")));
    }

    [Theory]
    [InlineData("/clone/data", "/clone/DATA/kit", StringComparison.OrdinalIgnoreCase, true)]
    [InlineData("/clone/data", "/Clone/data", StringComparison.OrdinalIgnoreCase, true)]
    [InlineData("/clone/data", "/clone/DATA/kit", StringComparison.Ordinal, false)]
    [InlineData("/clone/data", "/clone/data", StringComparison.Ordinal, true)]
    [InlineData("/clone/data", "/clone/data-kit", StringComparison.OrdinalIgnoreCase, false)]
    public void What_lies_in_a_folder_is_told_as_the_file_system_tells_names_apart(
        string folder, string path, StringComparison names, bool isIn) =>
        Assert.Equal(isIn, KitPack.IsIn(Local(folder), Local(path), names));

    [Fact]
    public void A_kit_that_cannot_be_finished_leaves_nothing()
    {
        Write("clone/notebooks/01-broken.ipynb", "no notebook");

        Assert.Throws<SrumException>(() => Pack("linux-x64"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Kit));
    }

    [Fact]
    public void A_zipped_kit_replaces_a_zipped_kit_and_no_other_file()
    {
        Pack("linux-x64").Zip();
        KitFolder.CheckZip(Kit);
        File.WriteAllText(At("kit.zip"), "years of work");

        Assert.Contains(At("kit.zip"), Assert.Throws<SrumException>(() => KitFolder.CheckZip(Kit)).Message);
    }

    [Fact]
    public void A_clone_that_was_never_restored_is_told_to_build()
    {
        File.Delete(At("clone/artifacts/obj/One/project.assets.json"));

        Assert.Contains("dotnet build -c Release", Assert.Throws<SrumException>(() => Pack("linux-x64")).Message);
    }

    [Fact]
    public void A_zip_takes_the_folders_place_and_holds_it_under_its_name()
    {
        var file = Pack("linux-x64").Zip();

        using var zip = ZipFile.OpenRead(file);
        Assert.Contains("kit/START.md", zip.Entries.Select(entry => entry.FullName));
        Assert.False(Directory.Exists(Kit));
    }

    private static string Local(string path) => path.Replace('/', Path.DirectorySeparatorChar);

    private KitFolder Pack(string rid) => new KitPack(At("clone"), rid).Write(Kit, new PackageCache(At("cache")));

    private void WritePackage(string id, string version, params string[] entries)
    {
        var file = At($"cache/{id}/{version}/{id}.{version}.nupkg");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file);
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var entry in entries)
        {
            using var content = new StreamWriter(zip.CreateEntry(entry).Open());
            content.Write(entry);
        }
    }

    private string[] Packed(string package)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(Kit, "packages", package));
        return [.. zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal)];
    }

    private string At(string name) => Path.Combine(folder, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }
}
