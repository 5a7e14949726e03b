namespace Srum.Training;

/// <summary>
/// SRUM's objective: the reward map weighs each token's error, and a constraint holds on to the whole picture (paper,
/// section 3). L = mean(w · e) + λ · mean(e).
/// </summary>
public sealed record Weighted : Rewarded
{
    /// <summary>λ_c, factor of the constraint; 0 leaves it out. Default 0.5 (best of the paper's 0.1 … 1.0).</summary>
    public double Lambda { get; init; } = 0.5;

    /// <summary>
    /// Scales the weights so that their mean over the pixels of all examples is this; 1 is what SFT gives every token.
    /// Rules differ in where they put weight and in how much of it they give: under the published rule w lies in [0,
    /// 1], so that with λ_c = 0.5 a token weighs 0.5 to 1.5, and leaving the layout out halves every w against λ_c. At
    /// one mean what is left to compare is where the weight lies. Default null = the weights as they are (the authors'
    /// code).
    /// </summary>
    public double? MeanWeight { get; init; }

    /// <summary>
    /// Bound of the error of a token that is pushed away (<see cref="SrumLoss.Weighted"/>). Default 1: half the error
    /// of a prediction of nothing (ours).
    /// </summary>
    public double Reach { get; init; } = 1;

    internal override int Rank => 3;

    internal override double? WantedMean => MeanWeight;

    /// <inheritdoc/>
    public override void Validate()
    {
        SettingException.Require(
            Lambda >= 0 && double.IsFinite(Lambda), "train.objective.lambda", Lambda, "at least 0");
        SettingException.Require(MeanWeight is null or > 0, "train.objective.meanWeight", MeanWeight, "above 0");
        SettingException.Require(Reach > 0, "train.objective.reach", Reach, "above 0");
    }

    internal override double Used(double weight) => weight;
}
