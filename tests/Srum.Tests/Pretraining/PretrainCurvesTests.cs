using Srum.Pretraining;

namespace Srum.Tests.Pretraining;

public sealed class PretrainCurvesTests
{
    [Fact]
    public void A_point_is_the_mean_of_a_stretch_and_the_second_training_stands_after_the_first()
    {
        PretrainReport[] reports =
        [
            Report("autoencoder", 1, 9, ("picture", 5)),
            Report("near misses", 1, 2, ("flow", 7)), Report("near misses", 2, 2, ("flow", 9), ("see", 3)),
            Report("model", 1, 4, ("flow", 1), ("see", 8)),
            Report("model", 2, 4, ("flow", 3)), Report("model", 3, 4, ("flow", 4)), Report("model", 4, 4, ("flow", 4)),
        ];
        var chart = PretrainCurves.Of(reports, stretch: 2);
        Assert.Equal(["flow", "see"], chart.Series.Select(curve => curve.Name));
        Assert.Equal([1, 3, 5], chart.Series[0].X);
        Assert.Equal([2, 4, 8], chart.Series[0].Y);
        Assert.Equal([1, 5], chart.Series[1].X);
    }

    private static PretrainReport Report(
        string stage, long step, long steps, params (string Name, double Value)[] losses) =>
        new(stage, step, steps, losses.ToDictionary(loss => loss.Name, loss => loss.Value));
}
