namespace Srum.Training;

/// <summary>
/// The weights w that a training gives its pictures, over all pixels of all examples, before they are pooled to tokens.
/// To each token's w the constraint adds λ where both hold on to the same picture.
/// </summary>
/// <param name="Mean">The mean.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
public sealed record WeightSpread(double Mean, double Least, double Most)
{
    /// <summary>The weights that an objective trains with; all are 1 where nothing is rewarded.</summary>
    /// <param name="examples">At least one; with rewards where the objective needs them.</param>
    /// <param name="objective">The objective.</param>
    /// <exception cref="SrumException">The weights are to be scaled and their mean is not above 0.</exception>
    public static WeightSpread Of(IReadOnlyList<TrainExample> examples, Objective objective)
    {
        var (mean, least, most) =
            objective is Rewarded rewarded ? new ExampleWeights(examples, rewarded).Spread() : (1, 1, 1);
        return new WeightSpread(mean, least, most);
    }
}
