namespace Srum.Training;

/// <summary>What stays the same during a training.</summary>
public sealed record AdamWSettings
{
    /// <summary>Decay of the mean of gradients, in [0, 1). Default 0.9 (paper, Table 7).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients, in [0, 1). Default 0.95 (paper, Table 7).</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the mean square, above 0. Default 1e-15 (paper, Table 7).</summary>
    public double Epsilon { get; init; } = 1e-15;

    /// <summary>Decoupled weight decay, at least 0. Default 0 (paper, Table 7).</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Largest 2-norm of all gradients together, at least 0; 0 switches clipping off. Default 1 (paper, Table 7).
    /// </summary>
    public double ClipNorm { get; init; } = 1.0;

    /// <summary>Checks every range.</summary>
    /// <exception cref="SettingException">A setting is out of range; the message names it.</exception>
    public void Validate()
    {
        Require(Beta1 is >= 0 and < 1, "beta1", Beta1, "at least 0 and below 1");
        Require(Beta2 is >= 0 and < 1, "beta2", Beta2, "at least 0 and below 1");
        Require(Epsilon > 0 && double.IsFinite(Epsilon), "epsilon", Epsilon, "above 0");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), "weightDecay", WeightDecay, "at least 0");
        Require(ClipNorm >= 0 && double.IsFinite(ClipNorm), "clipNorm", ClipNorm, "at least 0");

        static void Require(bool holds, string name, object? value, string range) =>
            SettingException.Require(holds, "train.optimiser." + name, value, range);
    }
}
