using Srum.Imaging;
using Srum.Maps;
using Srum.Training;

namespace Srum.Tests.Training;

/// <summary>Best-of-n distillation: which pictures are learnt from.</summary>
public sealed class BestTests
{
    [Theory]
    [InlineData(0.25, "a-1 b-0")]
    [InlineData(0.5, "a-1 a-3 b-0")]
    [InlineData(1, "a-0 a-1 a-2 a-3 b-0")]
    public void The_best_of_each_prompt_are_kept_in_their_order_and_at_least_one(double keep, string kept)
    {
        TrainExample[] examples = [.. Of("a", 0.1, 0.9, 0.3, 0.6), .. Of("b", 0.0)];
        Assert.Equal(kept.Split(' '), Chosen(keep, examples));
    }

    [Fact]
    public void Of_pictures_that_are_liked_alike_the_first_are_kept() =>
        Assert.Equal(["a-1", "a-2"], Chosen(0.5, Of("a", 0.1, 0.9, 0.9, 0.9)));

    [Fact]
    public void What_is_kept_weighs_one()
    {
        var objective = new Best { Reward = RewardKind.Sample, Map = MapRule.Dense };
        Assert.Equal(new WeightSpread(1, 1, 1), WeightSpread.Of(Of("a", 0.1, 0.9), objective));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Keep_is_a_share(double keep) =>
        Assert.Contains("keep", Assert.Throws<SettingException>(() => new Best { Keep = keep }.Validate()).Message);

    private static string[] Chosen(double keep, TrainExample[] examples) =>
        [.. new Best { Keep = keep }.Chosen(examples).Select(example => example.Id)];

    // Whose layout has these scores; none has a region.
    private static TrainExample[] Of(string prompt, params double[] scores) =>
        [.. scores.Select((score, i) => new TrainExample(
            $"{prompt}-{i}", prompt, () => new Picture(16, 16, new byte[16 * 16 * 3]), new DualReward([], score)))];
}
