using System.Text.RegularExpressions;
using Srum.Notebooks;

namespace Srum.Tests.Cli;

/// <summary>
/// Nothing but this project's own lines reaches a person's terminal, whatever the natives think of the processor.
/// </summary>
public sealed partial class QuietTerminalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    private static string Root => Path.GetDirectoryName(DataFolder.Path)!;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Drawing_and_asking_write_nothing_beside_their_result()
    {
        var picture = Path.Combine(folder, "a.png");

        Assert.Equal((0, ""), Srum("draw", "a red circle", "--out", picture));
        Assert.Equal((0, ""), Srum("ask", picture, "how many circles are there?"));
    }

    [Fact]
    public void A_run_writes_its_progress_and_what_it_found_of_the_processor()
    {
        var (exit, errors) = Srum(
            "run", "--run", Path.Combine(folder, "run"), "--recipe", "verdict", "--set", "rollout.prompts=6",
            "--set", "rollout.pictures=2", "--set", "train.steps=2", "--set", "evaluation.prompts=7",
            "--set", "rounds=1");

        Assert.Equal(0, exit);
        Assert.All(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(OwnLine(), line));
    }

    [Fact]
    public async Task A_lesson_shows_no_line_of_stderr_and_its_process_writes_our_own_alone()
    {
        var lesson = Notebook.Read(Path.Combine(Root, "notebooks", "00-meet-the-model.ipynb"));
        var settings = new RunSettings { Quick = true };

        var steps = NotebookRun.Steps(lesson, settings);
        var host = await HostProcess.Run(lesson.Folder, steps, settings.TimeOut, TestContext.Current.CancellationToken);

        Assert.Equal(HostEnd.Done, host.End);
        Assert.All(
            steps.SelectMany((step, i) => host.Result(i, step)!.Outputs),
            output => Assert.NotEqual("stderr", (string?)output["name"]));
        Assert.All(
            host.Console.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Matches(OwnLine(), line));
    }

    // Progress as it is written where nobody watches ("judge  12/48 pictures  25 % …"), and notices of the processor.
    [GeneratedRegex(@"^(\p{Ll}[\w -]*  \d+(/\d+)? \w+.*|This processor computes products of .*)$")]
    private static partial Regex OwnLine();

    private static (int Exit, string Errors) Srum(params string[] arguments)
    {
        var (code, _, errors) = CliProcess.Run(CliProcess.Srum, Root, arguments);
        return (code, errors);
    }
}
