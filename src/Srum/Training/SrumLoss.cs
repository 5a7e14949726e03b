using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Training;

/// <summary>A loss with its parts; scalars. Only <see cref="Total"/> is meant to be differentiated.</summary>
/// <param name="Total">What the training step minimises.</param>
/// <param name="Reward">L_r, the weighted part; null without weights.</param>
/// <param name="Constraint">L_ref, the mean error against the reference pictures, before its factor λ.</param>
public readonly record struct LossParts(Tensor Total, Tensor? Reward, Tensor Constraint);

/// <summary>
/// The losses of the objectives over all generation tokens of a batch. With errors e = (v − (ε − x₀))², a mean over
/// channels, large pictures count more, and nothing is divided by the sum of weights.
/// </summary>
public static class SrumLoss
{
    /// <summary>Supervised training (SFT): L = mean(e).</summary>
    /// <param name="errors">Each token's error, (tokens).</param>
    public static LossParts Supervised(Tensor errors)
    {
        using var scope = NewDisposeScope();
        var total = errors.mean().MoveToOuterDisposeScope();
        return new LossParts(total, null, total);
    }

    /// <summary>SRUM's loss: L = L_r + λ · L_ref, L_r = mean(w · e), L_ref = mean(e_ref).</summary>
    /// <param name="errors">Each token's error against the judged picture, (tokens).</param>
    /// <param name="referenceErrors">
    /// Each token's error against the reference picture, (tokens); often the same tensor.
    /// </param>
    /// <param name="weights">Each token's weight, (tokens).</param>
    /// <param name="lambda">λ, the factor of the constraint, at least 0.</param>
    /// <param name="reach">
    /// A token with w + λ &lt; 0 is pushed away from its picture, and a squared error has no end: its error counts as
    /// c · (1 − exp(−e / c)), which is e while small and never more than this reach c. Above 0; infinity = unbounded,
    /// as published.
    /// </param>
    public static LossParts Weighted(
        Tensor errors, Tensor referenceErrors, Tensor weights, double lambda, double reach = 1)
    {
        using var scope = NewDisposeScope();
        var constraint = referenceErrors.mean();
        using var factor = lambda.ToScalar();
        using var turning = (-lambda).ToScalar();
        using var bound = (-reach).ToScalar();
        var bounded = errors.div(bound).expm1().mul(bound);
        var counted = double.IsPositiveInfinity(reach) ? errors : where(weights.lt(turning), bounded, errors);
        var reward = (weights * counted).mean();
        var total = reward.Plus(constraint.mul(factor));
        return new LossParts(
            total.MoveToOuterDisposeScope(), reward.MoveToOuterDisposeScope(), constraint.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The bounded negative branch (DiffusionNFT, Zheng et al. 2025, with β = 1):
    /// L = mean(r · (v − v*)² + (1 − r) · (2 v_old − v − v*)²), v* = ε − x₀ and v_old the prediction of the start
    /// weights. Each token has one minimum, v = v_old + (2 r − 1) · (v* − v_old): towards its picture from r = ½ on,
    /// away from it below, never further than a good one comes near, and r = ½ holds on to the start. What falls with a
    /// low reward is therefore learnt from without a loss that has no end.
    /// </summary>
    /// <param name="errors">Each token's (v − v*)², (tokens).</param>
    /// <param name="reflectedErrors">Each token's (2 v_old − v − v*)², (tokens).</param>
    /// <param name="rewards">Each token's r in [0, 1], (tokens).</param>
    /// <returns>
    /// Reward = the total; the constraint is the mean of <paramref name="errors"/> and no part of it.
    /// </returns>
    public static LossParts Bounded(Tensor errors, Tensor reflectedErrors, Tensor rewards)
    {
        using var scope = NewDisposeScope();
        var total = (rewards * errors).Plus((ones_like(rewards) - rewards) * reflectedErrors).mean();
        total.MoveToOuterDisposeScope();
        return new LossParts(total, total, errors.mean().MoveToOuterDisposeScope());
    }
}
