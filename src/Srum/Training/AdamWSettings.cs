
namespace Srum.Training;

/// <summary>What stays the same during a training.</summary>
public sealed record AdamWSettings
{
    /// <summary>Decay of the mean of gradients. Default 0.9 (paper, Table 7).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the mean of squared gradients. Default 0.95 (paper, Table 7).</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the mean square. Default 1e-15 (paper, Table 7).</summary>
    public double Epsilon { get; init; } = 1e-15;

    /// <summary>Decoupled weight decay. Default 0 (paper, Table 7).</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Largest 2-norm of all gradients together; 0 switches clipping off. Default 1 (paper, Table 7).
    /// </summary>
    public double ClipNorm { get; init; } = 1.0;
}
