using System.Diagnostics;
using Srum.Files;
using Srum.Notebooks;
using Srum.Tests.Files;

namespace Srum.Tests.Cli;

/// <summary>The script <c>srum</c> in a small clone, with a <c>dotnet</c> that only says how it was called.</summary>
public sealed class ScriptTests : IDisposable
{
    private const string Program = "artifacts/bin/Srum.Cli/release/Srum.Cli.dll";

    private readonly string root = RealPath.Of(Directory.CreateTempSubdirectory("srum-").FullName);

    public ScriptTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "srum.cmd is for Windows.");
        string[] sources =
        [
            "src/Srum.Cli/Program.cs", "src/Srum/Old.cs", "Directory.Build.props", "Directory.Build.targets",
            "Directory.Packages.props", "global.json",
        ];
        Array.ForEach(sources, name => Write("clone/" + name, name));
        Directory.CreateDirectory(At("work"));
        File.Copy(Path.Combine(Repository.Root, "srum"), At("clone/srum"));
        Write("bin/dotnet", $$"""
            #!/bin/sh
            case $1 in
            build)
                [ ! -f "{{At("broken")}}" ] || exit 1
                echo "built in $PWD" >&2
                mkdir -p "$(dirname {{Program}})" && : > {{Program}} ;;
            *) echo "ran $*" ;;
            esac
            """);
        Unprivileged.SetMode(At("bin/dotnet"), (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void It_builds_in_its_clone_once_and_starts_what_it_built()
    {
        Assert.Contains($"built in {At("clone")}", Call("../clone/srum", "draw", "a  b").Errors);
        Assert.Equal(("", $"ran {At("clone")}/{Program} draw a  b\n"), Call("../clone/srum", "draw", "a  b"));
    }

    [Fact]
    public void It_finds_its_clone_by_a_link_to_a_link_on_the_path()
    {
        File.CreateSymbolicLink(At("work/one"), "../clone/srum");
        File.CreateSymbolicLink(At("bin/srum"), At("work/one"));
        Assert.Contains($"ran {At("clone")}/{Program} x", Call("srum", "x").Output);
        Assert.False(Directory.Exists(At("bin/artifacts")));
        Assert.False(Directory.Exists(At("work/artifacts")));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void A_CDPATH_leads_it_nowhere_else(string path)
    {
        Directory.CreateDirectory(At("work/clone"));
        var output = Start("sh", ["clone/srum", "x"], At(""), $"{path}:{At("work")}").Output;
        Assert.Contains($"ran {At("clone")}/{Program}", output);
    }

    [Fact]
    public void A_source_from_the_future_is_built_once()
    {
        File.SetLastWriteTimeUtc(At("clone/src/Srum/Old.cs"), DateTime.UtcNow.AddDays(2));
        Assert.Contains("Building", Call("../clone/srum").Errors);
        Assert.Empty(Call("../clone/srum").Errors);
    }

    [Fact]
    public void A_source_that_is_changed_new_or_gone_is_built_again()
    {
        Call("../clone/srum");
        Action[] changes =
        [
            () => Write("clone/src/Srum/Old.cs", "changed"),
            () => Write("clone/src/Srum/New.cs", "new"),
            () => File.Delete(At("clone/src/Srum/Old.cs")),
            () => Write("clone/global.json", "another SDK"),
        ];
        foreach (var change in changes)
        {
            change();
            Assert.Contains("Building", Call("../clone/srum").Errors);
            Assert.Empty(Call("../clone/srum").Errors);
        }
    }

    [Fact]
    public void Other_flags_are_another_build()
    {
        foreach (var flags in (string[])["-p:TorchDevice=cuda", "", @"-p:Folder=C:\new"])
        {
            Assert.Contains("Building", Built(flags));
            Assert.Empty(Built(flags));
        }

        string Built(string flags) => Start("../clone/srum", [], At("work"), flags: flags).Errors;
    }

    [Fact]
    public void A_build_that_fails_is_tried_again()
    {
        Write("broken", "");
        Assert.Contains("The build failed", Call("../clone/srum").Errors);
        File.Delete(At("broken"));
        Assert.Contains("ran", Call("../clone/srum").Output);
    }

    private (string Errors, string Output) Call(string program, params string[] arguments) =>
        Start(program, arguments, At("work"));

    private (string Errors, string Output) Start(
        string program, string[] arguments, string folder, string? path = null, string? flags = null)
    {
        // By way of env, which looks for the program on the new PATH.
        var start = new ProcessStartInfo("/usr/bin/env", [program, .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = At("bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["CDPATH"] = path;
        start.Environment["SRUM_BUILD_FLAGS"] = flags;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (errors.Result, output);
    }

    private string At(string name) => Path.Combine(root, name);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }
}
