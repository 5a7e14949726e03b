using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>
/// What a token model learns from a bad picture: negative-aware fine-tuning (NFT, Chen et al. 2025, arXiv 2505.18116),
/// for codes. Of what the old policy π_old draws for a prompt, a share q is good. If π is to be what the good ones look
/// like, then the bad ones look like π⁻ = (π_old − q π) / (1 − q), and a bad picture teaches π through π⁻.
/// docs/negative-branch.md says how this meets the reflection of a flow.
/// </summary>
internal static class NegativeCodes
{
    // As the authors clamp the share, so that neither all-good nor all-bad prompts divide by nothing.
    private const double LeastRate = 0.02;

    // Of log ρ, as the authors'.
    private static readonly Scalar MostLogRatio = 10.0.ToScalar();

    /// <summary>
    /// −log of π⁻/π_old = (1 − q ρ) / (1 − q), ρ = π/π_old. It falls with ρ, never below log(1 − q): pushing a code
    /// away has an end. Where ρ is large the ratio is held at ε in value while its gradient passes (the authors'
    /// max_v): else it would end at ρ = 1/q, in a wall.
    /// </summary>
    /// <param name="crossEntropy">−log π of codes, (codes).</param>
    /// <param name="oldCrossEntropy">−log π_old of the same.</param>
    /// <param name="rate">q, cut to [0.02, 0.98].</param>
    /// <param name="least">ε, above 0; 1 (default) as the authors train.</param>
    public static Tensor Error(Tensor crossEntropy, Tensor oldCrossEntropy, double rate, double least = 1)
    {
        using var scope = NewDisposeScope();
        var q = Math.Clamp(rate, LeastRate, 1 - LeastRate);
        using var share = (-q).ToScalar();
        using var rest = (1 - q).ToScalar();
        using var floor = least.ToScalar();
        var ratio = (oldCrossEntropy.detach() - crossEntropy).clamp_max(MostLogRatio).exp();
        var negative = ratio.mul(share).Plus(Scalars.One).div(rest);
        var held = negative.Plus((negative.clamp_min(floor) - negative).detach());
        return held.log().neg().MoveToOuterDisposeScope();
    }
}
