using Srum.Cli;
using Srum.Files;
using Srum.Imaging;
using Srum.Tests.Files;

namespace Srum.Tests.Cli;

/// <summary>What each command says of a fault in its input before it computes anything.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public BadInputTests()
    {
        File.WriteAllText(At("file"), "no folder");
        File.WriteAllText(At("no.png"), "no picture");
        File.WriteAllBytes(At("a.png"), PictureFile.EncodePng(new Picture(1, 1, new byte[3])));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Every way to name a place to write; {out} stands for it.</summary>
    public static TheoryData<string> Writers =>
    [
        "draw x --out {out}/x.png",
        "judge a.png --prompt x --out {out}/x.png", "run --run {out}", "rollout --run {out}", "judge --run {out}",
        "train --run {out}",
        "train --run run --out {out}", "eval --run {out}", "prompts --out {out}", "pretrain --out {out} --state state",
        "pretrain --out model --state {out}",
    ];

    [Theory]
    [MemberData(nameof(Writers))]
    public void A_file_in_the_place_of_a_folder_is_named(string line) =>
        Refuses(1, line.Replace("{out}", "file"), At("file"), "Name another");

    // Nobody can make anything there, not even the root that tests may run as.
    [Theory]
    [MemberData(nameof(Writers))]
    public void A_folder_that_cannot_be_made_is_named(string line)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a place that root cannot write either.");
        Refuses(1, line.Replace("{out}", "/proc/srum"), "/proc/srum", "Name another");
    }

    [Theory]
    [InlineData("draw x --out folder", 1, "is a folder")]
    [InlineData("draw x --out x.gif", 2, ".png or .jpg, not '.gif'")]
    [InlineData("judge a.png --prompt x --out x.tiff", 2, ".png or .jpg, not '.tiff'")]
    [InlineData("draw x --out=", 2, "--out")]
    [InlineData("run --run=", 2, "--run")]
    [InlineData("prompts --out=", 2, "--out")]
    public void An_output_that_is_no_file_of_a_known_kind_is_named(string line, int code, string message)
    {
        Directory.CreateDirectory(At("folder"));
        Refuses(code, line.Replace("folder", At("folder")), message);
    }

    [Theory]
    [InlineData("draw", "PROMPT")]
    [InlineData("ask a.png", "QUESTION")]
    [InlineData("judge a.png --prompt", "--prompt")]
    public void A_text_that_says_nothing_is_refused(string line, string name) => Refuses(2, line, [" "], name, "empty");

    [Fact]
    public void Somebody_elses_files_are_not_replaced()
    {
        Directory.CreateDirectory(At("folder"));
        string[] names = ["config.json", "settings.json", "report.html", "test.json", "index.html", "film.partial"];
        Array.ForEach(names, name => File.WriteAllText(At("folder/" + name), "mine"));
        string[] lines =
        [
            "run --run folder", "rollout --run folder", "eval --run folder", "prompts --out folder",
            "pretrain --state folder --out model", "pretrain --state state --out folder",
            "train --run run --out folder", "notebooks export 00 --out folder",
        ];
        foreach (var line in lines)
        {
            Refuses(1, line.Replace(" folder", " " + At("folder")), At("folder"), "Name a new or an empty folder");
        }

        Assert.Equal(names.Length, Directory.GetFileSystemEntries(At("folder")).Length);
        Assert.All(Directory.GetFiles(At("folder")), file => Assert.Equal("mine", File.ReadAllText(file)));
    }

    [Theory]
    [InlineData("draw x --out a.png", "read-only")]
    [InlineData("draw x --count 3 --out number.png", "read-only")]
    [InlineData("judge a.png --prompt x --out a.png", "read-only")]
    [InlineData("audit --out a.png", "read-only")]
    [InlineData("draw x --out run/", "names a folder")]
    public void An_output_that_may_not_be_written_is_named_before_anything_is_computed(string line, string said)
    {
        string[] files = [At("a.png"), At("number-3.png")];
        File.WriteAllText(files[1], "mine");
        Array.ForEach(files, path => File.SetAttributes(path, FileAttributes.ReadOnly));
        var words = line.Replace("number.png", At("number.png")).Replace("run/", At("run/"));
        Refuses(1, words, said);
        Array.ForEach(files, path => File.SetAttributes(path, FileAttributes.Normal));
    }

    [Fact]
    public void A_pipe_takes_one_picture()
    {
        SpecialFile.Pipe(At("pipe"));
        Refuses(1, "draw x --count 2 --out " + At("pipe"), At("pipe"), "takes one picture");
        Assert.Equal(FileKind.Stream, FileStatus.Of(At("pipe"))?.Kind);
    }

    [Theory]
    [InlineData("draw", "PROMPT")]
    [InlineData("judge a.png --prompt", "--prompt")]
    public void A_prompt_that_nobody_sees_is_refused(string line, string name)
    {
        Refuses(2, line, ["a red\u001b[2Jcircle"], name, "control characters");
        Refuses(2, line, [new string('a', 4001)], name, "4001 characters");
    }

    [Theory]
    [InlineData("run --precision bf16", "--precision")]
    [InlineData("train --precision bf16", "--precision")]
    public void A_flag_that_a_training_cannot_follow_is_refused(string line, string flag) => Refuses(2, line, flag);

    [Theory]
    [InlineData("ask no.png what?", "no.png")]
    [InlineData("judge no.png --prompt x", "no.png")]
    [InlineData("judge nowhere.png --prompt x", "nowhere.png")]
    [InlineData("rollout --run run --set rollout.promptSet=no.png/x", "no.png")]
    [InlineData("eval --run run --set evaluation.promptSet=nowhere.json", "nowhere.json")]
    [InlineData("score --model nowhere", "nowhere")]
    [InlineData("judge --run run", "srum rollout")]
    [InlineData("train --run run", "srum rollout")]
    [InlineData("train --run run --recipe sft", "srum rollout")]
    [InlineData("audit judges own truth --run run", "srum rollout")]
    [InlineData("export --run run", "srum rollout")]
    [InlineData("export --run run --model nowhere --base run", "--model: there is no model folder nowhere")]
    [InlineData("import --scored file --images . --rollout nowhere.jsonl", "--rollout: there is no file nowhere.jsonl")]
    [InlineData("judge --run run --judge endpoint:large", "judges.json")]
    [InlineData("draw x --best-of 2 --chosen-by judges/elsewhere", "judges.json")]
    [InlineData("plan --stage rollout --memory 0.001 --rate 1", "It does not fit")]
    public void A_missing_or_unsound_input_is_named(string line, string named) => Refuses(1, line, named);

    [Fact]
    public void A_model_that_does_not_open_is_inspected_and_refused_with_what_it_lacks()
    {
        var source = Path.Combine(DataFolder.Path, "model");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(At("model"), Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var config = At("model/llm_config.json");
        File.WriteAllText(
            config, File.ReadAllText(config).Replace("\"num_hidden_layers\": 5", "\"num_hidden_layers\": 6"));
        Refuses(1, "inspect model", At("model") + " does not open", " missing (", "layers.5.", "--base");
    }

    private string At(string name) => Path.Combine(folder, name);

    private void Refuses(int code, string line, params string[] named) => Refuses(code, line, [], named);

    // Names of the line that are files of this test become their paths.
    private void Refuses(int code, string line, string[] more, params string[] named)
    {
        string[] own = ["file", "file/x.png", "a.png", "no.png", "no.png/x", "run", "state", "model"];
        var errors = new StringWriter();
        var words = line.Split(' ').Select((word, i) => i > 0 && own.Contains(word) ? At(word) : word);
        Assert.Equal(code, CommandLine.Run([.. words, .. more], errors, CancellationToken.None));
        Assert.All(named, name => Assert.Contains(name, errors.ToString()));
        Assert.DoesNotContain("   at ", errors.ToString());
        Assert.DoesNotContain("should not", errors.ToString());
    }
}
