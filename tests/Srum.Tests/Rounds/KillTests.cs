using System.Globalization;
using Srum.Runs;
using Srum.Tests.Cli;
using Srum.Tests.Fixtures;

namespace Srum.Tests.Rounds;

/// <summary>
/// SIGKILL anywhere: the same command goes on, and what is left equals an undisturbed round bit for bit.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Points = 20;

    // 128 + SIGKILL; Windows has what .NET ends a process with.
    private static readonly int Killed = OperatingSystem.IsWindows() ? -1 : 137;

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
        Kill(run, "toy", events.LastIndexOf("step train published-0") + 1);
        var work = RunFolder.Open(run).Work;
        Assert.All((string[])["rollout", "judge", "evaluate base", "train sft-0", "evaluate sft-0",
            "train published-0"], stage => Assert.True(work[stage].Seconds > 0, stage));
        Finish(run, "toy");
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
        Kill(run, "toy", events.IndexOf("step judge") + 1);
        Assert.True(File.Exists(Path.Combine(run, "records", "judge.lock")));
        using var held = RunLock.Take(RunFolder.Open(run), "judge", Shard.Whole);
        var (exit, errors) = Start(run, "toy", 0);
        Assert.DoesNotContain(exit, (int[])[0, Killed]);
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
            Kill(run, model, at);
            Assert.False(File.Exists(Path.Combine(run, "report.html")));
            Finish(run, model);
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

    private static void Kill(string run, string model, int at)
    {
        var (exit, errors) = Start(run, model, at);
        Assert.True(exit == Killed, $"It was to be killed at event {at}, and ended with {exit}: {errors}");
    }

    private static void Finish(string run, string model)
    {
        var (exit, errors) = Start(run, model, 0);
        Assert.True(exit == 0, $"It ended with {exit}: {errors}");
    }

    private static (int Exit, string Errors) Start(string run, string model, int at, params string[] more)
    {
        var (exit, _, errors) = CliProcess.Run(
            typeof(KillTests).Assembly.Location, Environment.CurrentDirectory,
            [RoundChild.Verb, run, model, at.ToString(CultureInfo.InvariantCulture), .. more]);
        // A processor that computes wrongly is told of, which is no error.
        return (exit, string.Join('\n', errors.Split('\n')
            .Where(line => !line.StartsWith("This processor computes", StringComparison.Ordinal))));
    }
}
