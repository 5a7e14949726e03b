using Srum.Evaluation;
using Srum.Runs;

namespace Srum.Tests.Evaluation;

/// <summary>Pictures an hour, from what stages took.</summary>
public sealed class ThroughputTests
{
    private static readonly Dictionary<string, StageWork> Stages = new()
    {
        ["rollout"] = new(20, 2e9), ["judge"] = new(10, 1e9), ["train verdict-0"] = new(6, 2e9),
        ["train verdict-0-round2"] = new(4, 1e9), ["evaluate base"] = new(1000, 1e15),
    };

    [Fact]
    public void Drawing_judging_and_training_count_and_evaluating_does_not()
    {
        var found = Throughput.Of(100, Stages, rate: 1e9)!;

        Assert.Equal(9000, found.PicturesPerHour);
        Assert.Equal(60_000, found.FloorPicturesPerHour);
        Assert.Equal(
            [("rollout", 0.5), ("judge", 0.25), ("train", 0.25)],
            found.ShareOfTime.Select(part => (part.Key, part.Value)));
    }

    [Fact]
    public void Runs_of_before_operations_were_counted_have_no_floor() => Assert.Null(
        Throughput.Of(1, new Dictionary<string, StageWork> { ["rollout"] = new(1, 0) }, 1e9)!.FloorPicturesPerHour);

    [Fact]
    public void Where_nothing_was_drawn_to_learn_from_there_is_no_rate() => Assert.Null(Throughput.Of(0, Stages, 1e9));
}
