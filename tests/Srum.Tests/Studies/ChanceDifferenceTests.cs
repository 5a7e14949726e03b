using Srum.Studies;

namespace Srum.Tests.Studies;

public sealed class ChanceDifferenceTests
{
    [Fact]
    public void Independent_pictures_differ_as_the_binomial_says()
    {
        var random = new SeededRandom(1);
        double[][] prompts = [.. Enumerable.Range(0, 400)
            .Select(_ => Enumerable.Range(0, 6).Select(_ => random.Chance(0.5) ? 1.0 : 0.0).ToArray())];
        var limits = ChanceDifference.Limits(prompts, [50, 200]);
        // 1.96 · √(2 p (1 − p) / m).
        Assert.Equal(1.96 * Math.Sqrt(0.5 / 50), limits[0], tolerance: 0.04);
        Assert.Equal(1.96 * Math.Sqrt(0.5 / 200), limits[1], tolerance: 0.02);
    }

    [Fact]
    public void Pictures_that_never_differ_make_no_difference() =>
        Assert.Equal([0.0], ChanceDifference.Limits([[1, 1], [0, 0, 0]], [20]));

    [Fact]
    public void A_single_picture_cannot_be_compared_with_itself() =>
        Assert.Contains(
            "two pictures", Assert.Throws<SrumException>(() => ChanceDifference.Limits([[1]], [20])).Message);
}
