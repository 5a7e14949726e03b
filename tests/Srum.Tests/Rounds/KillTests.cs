using System.Diagnostics;
using System.Globalization;
using Srum.Runs;
using Srum.Tests.Fixtures;

namespace Srum.Tests.Rounds;

/// <summary>
/// SIGKILL anywhere: the same command goes on, and what is left equals an undisturbed round bit for bit.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Points = 20;

    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void Killed_at_twenty_points_a_round_of_a_toy_ends_with_the_same_bits() => KillEverywhere("toy", seed: 20);

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void Killed_at_twenty_points_a_round_of_a_BAGEL_ends_with_the_same_bits()
    {
        Assert.SkipUnless(FixtureRoot.Has("model"), "This root has no model folder.");
        KillEverywhere("bagel", seed: 21);
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void The_time_of_a_killed_process_counts_up_to_its_last_record()
    {
        var events = Undisturbed(Path.Combine(folder, "whole"), "toy");
        var run = Path.Combine(folder, "run");
        // With its last step nothing is left of the stage but to end it.
        Assert.NotEqual(0, Child(run, "toy", events.LastIndexOf("step train published-0") + 1));
        var work = RunFolder.Open(run).Work;
        Assert.All((string[])["rollout", "judge", "evaluate base", "train sft-0", "evaluate sft-0",
            "train published-0"], stage => Assert.True(work[stage].Seconds > 0, stage));
        Assert.Equal(0, Child(run, "toy", 0));
        Assert.True(RunFolder.Open(run).Work["train published-0"].Seconds >= work["train published-0"].Seconds);
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void Killed_at_twenty_points_several_recipes_end_with_the_same_bits() => KillEverywhere("several", seed: 22);

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void Killed_at_twenty_points_three_rounds_end_with_the_same_bits() => KillEverywhere("rounds", seed: 23);

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void A_lock_ends_with_its_process()
    {
        var events = Undisturbed(Path.Combine(folder, "whole"), "toy");
        var run = Path.Combine(folder, "run");
        Assert.NotEqual(0, Child(run, "toy", events.IndexOf("step judge") + 1));
        Assert.True(File.Exists(Path.Combine(run, "records", "judge.lock")));
        using var held = RunLock.Take(RunFolder.Open(run), "judge", Shard.Whole);
        var (exit, errors) = Start(run, "toy", 0);
        Assert.NotEqual(0, exit);
        Assert.Contains("'judge'", errors);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), errors);
    }

    private void KillEverywhere(string model, long seed)
    {
        var whole = Path.Combine(folder, "whole");
        var events = Undisturbed(whole, model);
        var expected = RoundChild.Content(whole);
        foreach (var at in RoundPoints.Choose(events, Points, new SeededRandom(seed)))
        {
            var run = Path.Combine(folder, $"killed-{at}");
            Assert.NotEqual(0, Child(run, model, at));
            Assert.False(File.Exists(Path.Combine(run, "report.html")));
            Assert.Equal(0, Child(run, model, 0));
            var found = RoundChild.Content(run);
            Assert.Equal(expected.Keys, found.Keys);
            Assert.All(expected, file => Assert.True(file.Value == found[file.Key], $"{file.Key} after a kill at event "
                + $"{at}, {events[at - 1]}"));
            Assert.True(File.Exists(Path.Combine(run, "report.html")));
        }
    }

    private static List<string> Undisturbed(string run, string model)
    {
        var list = run + ".events";
        Assert.Equal((0, ""), Start(run, model, 0, list));
        return [.. File.ReadLines(list)];
    }

    private static int Child(string run, string model, int at) => Start(run, model, at).Exit;

    private static (int Exit, string Errors) Start(string run, string model, int at, params string[] more)
    {
        string[] arguments = [typeof(KillTests).Assembly.Location, RoundChild.Verb, run, model, at
            .ToString(CultureInfo.InvariantCulture), .. more];
        using var child = Process.Start(
            new ProcessStartInfo(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                arguments) { RedirectStandardError = true })!;
        var errors = child.StandardError.ReadToEnd();
        child.WaitForExit();
        // A processor that computes wrongly is told of, which is no error.
        return (child.ExitCode, string.Join('\n', errors.Split('\n')
            .Where(line => !line.StartsWith("This processor computes", StringComparison.Ordinal))));
    }
}
