using System.Globalization;
using Srum.Rewards;

namespace Srum.Training;

/// <summary>
/// The weights w that a training gives its pictures, over all pixels of all examples, before they are pooled to tokens. To
/// each token's w the constraint adds λ where both hold on to the same picture.
/// </summary>
/// <param name="Mean">The mean.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
public sealed record WeightSpread(double Mean, double Least, double Most)
{
    /// <summary>The weights that a recipe trains with, scaled to its <see cref="TrainSettings.MatchedMeanWeight"/> where it has one.</summary>
    /// <param name="examples">At least one; with rewards where the recipe is weighted.</param>
    /// <param name="settings">The recipe. Without weights (SFT) every weight is 1.</param>
    /// <exception cref="SrumException">The weights are to be scaled and their mean is not above 0.</exception>
    public static WeightSpread Of(IReadOnlyList<TrainExample> examples, TrainSettings settings)
    {
        if (!settings.Weighted)
        {
            return new WeightSpread(1, 1, 1);
        }

        var own = new ExampleWeights(examples, settings with { MatchedMeanWeight = null }).Unscaled();
        var scale = Scale(own.Mean, settings);
        return new WeightSpread(scale * own.Mean, scale * own.Least, scale * own.Most);
    }

    /// <summary>The map of an example at the size of its picture, not scaled.</summary>
    internal static RewardMap Map(TrainExample example, MapRule rule)
    {
        var picture = example.Open();
        return RewardMap.Paint(rule, picture.Width, picture.Height, example.Reward!);
    }

    /// <summary>The factor by which a recipe scales maps of this mean.</summary>
    internal static double Scale(double mean, TrainSettings settings) => settings.MatchedMeanWeight switch
    {
        null => 1,
        { } wanted when mean > 0 => wanted / mean,
        { } wanted => throw new SrumException(string.Create(
            CultureInfo.InvariantCulture,
            $"The weights of '{settings.SystemName}' have the mean {mean:0.###}: they cannot be scaled to a mean of {wanted}. Leave the matched mean weight out.")),
    };
}
