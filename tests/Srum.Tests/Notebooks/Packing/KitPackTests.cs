using System.IO.Compression;
using System.Text.Json.Nodes;
using Srum.Notebooks.Packing;

namespace Srum.Tests.Notebooks.Packing;

/// <summary>A small clone and a small package cache stand in for the real ones, whose kit is hundreds of megabytes.</summary>
public sealed class KitPackTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("srum-").FullName;

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
        foreach (var (id, version) in (ReadOnlySpan<(string, string)>)[("some.package", "1.2.0-beta"), ("libtorch-cpu-linux-x64", "2.10.0"), ("libtorch-cpu-win-x64", "2.10.0"), ("a.tool", "1.0.7")])
        {
            Write($"cache/{id}/{version}/{id}.{version}.nupkg", id);
        }
    }

    private string Kit => At("kit");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_kit_holds_what_it_restores_from_and_what_a_room_works_with()
    {
        Pack("linux-x64");

        Assert.Equal(
            ["a.tool.1.0.7.nupkg", "libtorch-cpu-linux-x64.2.10.0.nupkg", "some.package.1.2.0-beta.nupkg"],
            Directory.GetFiles(Path.Combine(Kit, "packages")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.All(
            (string[])["START.md", "NuGet.config", "SrumKit.slnx", "data/model/weights", "notebooks/00-a.ipynb", "site/index.html", "site/00-a.html", "src/One/One.csproj", ".config/dotnet-tools.json"],
            file => Assert.True(File.Exists(Path.Combine(Kit, file)), file));
        Assert.Contains("src/One/One.csproj", File.ReadAllText(Path.Combine(Kit, "SrumKit.slnx")));
        Assert.Contains("linux-x64", File.ReadAllText(Path.Combine(Kit, "START.md")));
    }

    [Fact]
    public void What_lies_in_a_clone_by_chance_stays_there()
    {
        Pack("linux-x64");

        Assert.All((string[])["secret.key", "runs", "artifacts", "src/One/obj"], name => Assert.False(Path.Exists(Path.Combine(Kit, name)), name));
    }

    [Fact]
    public void Another_system_gets_its_own_natives_and_no_others()
    {
        Pack("win-x64");

        Assert.Equal(["libtorch-cpu-win-x64.2.10.0.nupkg"], Directory.GetFiles(Path.Combine(Kit, "packages"), "libtorch*").Select(file => Path.GetFileName(file)));
    }

    [Fact]
    public void A_new_kit_replaces_the_old_one()
    {
        Pack("win-x64");
        Pack("linux-x64");

        Assert.Equal(["libtorch-cpu-linux-x64.2.10.0.nupkg"], Directory.GetFiles(Path.Combine(Kit, "packages"), "libtorch*").Select(file => Path.GetFileName(file)));
    }

    [Fact]
    public void A_folder_that_is_no_kit_is_left_alone()
    {
        Write("kit/thesis.txt", "years of work");

        Assert.Contains("no kit", Assert.Throws<SrumException>(() => Pack("linux-x64")).Message);
        Assert.True(File.Exists(At("kit/thesis.txt")));
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
        Pack("linux-x64");
        var file = KitPack.Zip(Kit);

        using var zip = ZipFile.OpenRead(file);
        Assert.Contains("kit/START.md", zip.Entries.Select(entry => entry.FullName));
        Assert.False(Directory.Exists(Kit));
    }

    private void Pack(string rid) => new KitPack(At("clone"), rid).Write(Kit, new PackageCache(At("cache")));

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }
}
