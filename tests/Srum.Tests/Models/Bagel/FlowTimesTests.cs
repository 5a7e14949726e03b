using Srum.Models.Bagel;

namespace Srum.Tests.Models.Bagel;

public sealed class FlowTimesTests
{
    [Theory]
    [InlineData(2, 4)]
    [InlineData(25, 1)]
    [InlineData(50, 3)]
    public void Sampling_falls_from_noise_to_the_picture(int points, double shift)
    {
        var times = FlowTimes.Sampling(points, shift);
        Assert.Equal((points, 1f, 0f), (times.Length, times[0], times[^1]));
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.First > pair.Second));
    }

    [Fact]
    public void A_shift_moves_times_towards_noise() => Assert.True(FlowTimes.Shifted(0.5, 4) > 0.5);

    [Theory]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(0, 0.8)]
    [InlineData(double.PositiveInfinity, 1)]
    public void A_draw_decides_the_training_time(double draw, double time) =>
        Assert.Equal(time, FlowTimes.Training(draw, 4), 1e-12);
}
