namespace Srum.Tests.Rounds;

/// <summary>Experiments that a full disk or a stop ends anywhere.</summary>
public sealed class ExperimentFaultTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_disk_that_is_full_stops_the_round_and_loses_nothing() => FillDisk(points: 4, seed: 5);

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void A_disk_that_is_full_at_any_of_twenty_writes_stops_the_round_and_loses_nothing() =>
        FillDisk(points: 20, seed: 7);

    [Theory]
    [InlineData("toy")]
    [InlineData("several")]
    public void Stopping_and_going_on_ends_with_the_same_bits(string what) => Stop(what, points: 4, seed: 6);

    [Fact(Explicit = true)]
    [Trait("Category", "Kill")]
    public void Stopping_at_any_of_twenty_points_and_going_on_ends_with_the_same_bits() =>
        Stop("toy", points: 20, seed: 8);

    private void FillDisk(int points, long seed)
    {
        var (whole, events) = (Path.Combine(folder, "whole"), new List<string>());
        RoundChild.Run(whole, "toy", (kind, _) => events.Add(kind));
        var expected = RoundChild.Content(whole);
        foreach (var at in RoundPoints.Choose(events, points, new SeededRandom(seed), kind =>
            kind.StartsWith("write", StringComparison.Ordinal) && kind != "write cache"))
        {
            var (path, count) = (Path.Combine(folder, $"full-{at}"), 0);
            var failure = Assert.Throws<SrumException>(() => RoundChild.Run(path, "toy", (_, half) =>
            {
                if (++count == at)
                {
                    half();
                    throw new IOException("No space left on device");
                }
            }));
            Assert.Contains("No space left", failure.Message);
            RoundChild.Run(path, "toy", (_, _) => { });
            Assert.Equal(expected, RoundChild.Content(path));
        }
    }

    private void Stop(string what, int points, long seed)
    {
        var (whole, events) = (Path.Combine(folder, "whole"), new List<string>());
        RoundChild.Run(whole, what, (kind, _) => events.Add(kind));
        var expected = RoundChild.Content(whole);
        foreach (var at in RoundPoints.Choose(events, points, new SeededRandom(seed)))
        {
            var (path, count) = (Path.Combine(folder, $"stopped-{at}"), 0);
            Assert.Throws<OperationCanceledException>(() =>
                RoundChild.Run(path, what, (_, _) => _ = ++count == at ? throw new OperationCanceledException() : 0));
            RoundChild.Run(path, what, (_, _) => { });
            Assert.Equal(expected, RoundChild.Content(path));
        }
    }
}
