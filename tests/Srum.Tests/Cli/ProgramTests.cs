using System.Diagnostics;
using System.Text.RegularExpressions;
using Srum.Cli;
using Srum.Imaging;

namespace Srum.Tests.Cli;

/// <summary>The program as a process of its own, in the folder of somebody else's project.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public ProgramTests()
    {
        Write("data/model/config.json", """{"model_type": "bert"}""");
        Write("data/prompts/tune.json", "mine");
        Write("notebooks/00-mine.ipynb", "mine");
        Write("Directory.Packages.props", "<Project />");
        Write("src/Srum.Cli/Srum.Cli.csproj", "<Project />");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_clones_own_model_and_lessons_are_taken_wherever_one_works()
    {
        var (code, _, errors) = Start("draw", "a red circle", "--out", "picture.png");
        Assert.True(code == 0, errors);
        Assert.True(File.Exists(Path.Combine(folder, "picture.png")));
        (code, _, errors) = Start("notebooks", "export", "00", "--out", "site");
        Assert.True(code == 0, errors);
        Assert.True(File.Exists(Path.Combine(folder, "site", "00-meet-the-model.html")));
    }

    [Fact]
    public void A_picture_that_nobody_named_replaces_its_own_kind_alone()
    {
        Assert.Equal(0, Start("draw", "a red circle").Code);
        Assert.Equal(0, Start("draw", "a blue square").Code);
        Write("picture.png", "mine");
        var (code, _, errors) = Start("draw", "a red circle");
        Assert.Equal(1, code);
        Assert.Contains("picture.png stands here, and srum did not draw it", errors);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder, "picture.png")));
        Assert.Equal(0, Start("draw", "a red circle", "--out", "picture.png").Code);
    }

    [Fact]
    public void The_best_of_several_is_told_with_the_seed_that_draws_it_alone()
    {
        var (code, output, errors) = Start("draw", "two red solid squares", "--best-of", "4", "--out", "best.png");
        Assert.True(code == 0, errors);
        var told = Regex.Match(output, @"^best\.png  seed (\d+)  best of 4, score -?[01]\.\d{3} \(−1 to 1\)\s*$");
        Assert.True(told.Success, output);
        (code, output, errors) = Start(
            "draw", "two red solid squares", "--seed", told.Groups[1].Value, "--out", "alone.png");
        Assert.True(code == 0, errors);
        Assert.Equal($"alone.png  seed {told.Groups[1].Value}", output.Trim());
        // Of several together a picture is the same but for rounding.
        Assert.All(
            Rgb("best.png").Zip(Rgb("alone.png")), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2));

        byte[] Rgb(string file) => PictureFile.Read(Path.Combine(folder, file)).Rgb.ToArray();
    }

    [Fact]
    public void Nothing_is_put_beside_a_run()
    {
        string[] sizes = ["rollout.prompts=2", "rollout.pictures=2", "train.steps=2", "evaluation.prompts=2"];
        var set = sizes.SelectMany(size => (string[])["--set", size]);
        var (code, _, errors) = Start(["run", "--run", "run", "--recipe", "published", "--trainings", "1", .. set]);
        Assert.True(code == 0, errors);
        Assert.Equal(
            ["Directory.Packages.props", "data", "notebooks", "run", "src"],
            Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Help_shows_examples_as_a_shell_takes_them()
    {
        var (code, output, _) = Start("draw", "--help");
        Assert.Equal(0, code);
        Assert.All(
            CommandTable.Find(["draw"])!.Examples,
            example => Assert.Contains($"    srum {example}\n", output.ReplaceLineEndings("\n")));
        Assert.Equal((2, 0), (Start("kit").Code, Start("kit", "--help").Code));
        Assert.Equal(0, Start("kit", "pack", "--help").Code);
        Assert.Equal(0, Start("--version").Code);
        Assert.Equal(0, Start().Code);
    }

    /// <summary>Some schedulers signal a process and its group, which is twice at once.</summary>
    [Fact]
    public void A_stop_that_is_said_twice_at_once_loses_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        using var process = CliProcess.Begin(
            CliProcess.Srum, folder, "pretrain", "--start", Path.Combine(DataFolder.Path, "model"), "--state", "state",
            "--out", "out");
        process.WaitForError("near misses");
        for (var signal = 0; signal < 2; signal++)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            Assert.True(kill.WaitForExit(TimeSpan.FromMinutes(1)));
        }

        var (code, _, errors) = process.End();
        Assert.Contains("Stopped.", errors);
        Assert.Equal(130, code);
        Assert.True(File.Exists(Path.Combine(folder, "state", "so-far", "config.json")));
    }

    private (int Code, string Output, string Errors) Start(params string[] arguments) =>
        CliProcess.Run(CliProcess.Srum, folder, arguments);

    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
