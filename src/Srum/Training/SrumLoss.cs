using Srum.Maps;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Training;

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
        return WithoutConstraint(
            (rewards * errors).Plus((ones_like(rewards) - rewards) * reflectedErrors).mean(), errors);
    }

    /// <summary>
    /// The clipped policy gradient: L = −mean(min(ρ A, clip(ρ, 1 − ε, 1 + ε) A)), A = 2 r − 1 and ρ = exp(e_old − e).
    /// Where the error is −log π, as for codes, ρ is the ratio π/π_old of PPO; a flow's squared error stands in for it.
    /// At e = e_old the gradient is A · ∇e for each token, which is that of <see cref="Bounded"/>.
    /// </summary>
    /// <param name="errors">Each token's e, (tokens).</param>
    /// <param name="startErrors">Each token's e_old, that of the start weights, (tokens).</param>
    /// <param name="rewards">Each token's r in [0, 1], (tokens).</param>
    /// <param name="clip">ε, above 0.</param>
    /// <returns>
    /// Reward = the total; the constraint is the mean of <paramref name="errors"/> and no part of it.
    /// </returns>
    public static LossParts Clipped(Tensor errors, Tensor startErrors, Tensor rewards, double clip)
    {
        using var scope = NewDisposeScope();
        using var least = (1 - clip).ToScalar();
        using var most = (1 + clip).ToScalar();
        var advantages = rewards.Plus(rewards) - ones_like(rewards);
        // A bad token has no clip where its error has fallen far: the bound keeps its loss finite.
        using var far = 10.0.ToScalar();
        var ratios = (startErrors - errors).clamp_max(far).exp();
        return WithoutConstraint(
            minimum(ratios * advantages, ratios.clamp(least, most) * advantages).mean().neg(), errors);
    }

    /// <summary>
    /// Preference within groups: L = −log σ(−β · mean of A (e − e_old) over the group), A = (reward − the group's mean)
    /// / its standard deviation, e a picture's mean error; groups count by their tokens. In a pair A is ±1, which gives
    /// Diffusion-DPO's −log σ(−½ β [(e_w − e_w,old) − (e_l − e_l,old)]); a pair of equals teaches nothing.
    /// </summary>
    /// <param name="errors">Each token's e, (tokens), groups one after the other.</param>
    /// <param name="startErrors">Each token's e_old, that of the start weights, (tokens).</param>
    /// <param name="lengths">Tokens of each picture.</param>
    /// <param name="rewards">Reward of each picture.</param>
    /// <param name="group">Pictures of a group, at least 2; divides the pictures.</param>
    /// <param name="beta">β, above 0.</param>
    /// <returns>
    /// Reward = the total; the constraint is the mean of <paramref name="errors"/> and no part of it.
    /// </returns>
    public static LossParts Preference(
        Tensor errors, Tensor startErrors, IReadOnlyList<int> lengths, IReadOnlyList<double> rewards, int group,
        double beta)
    {
        using var scope = NewDisposeScope();
        using var factor = beta.ToScalar();
        var moved = (errors - startErrors).split([.. lengths.Select(length => (long)length)]);
        var advantages = tensor(
            [.. rewards.Chunk(group).SelectMany(PromptAdvantage.Deviations).Select(value => (float)value)],
            device: errors.device);
        var all = (float)lengths.Sum();
        var tokens = tensor([.. lengths.Chunk(group).Select(members => members.Sum() / all)], device: errors.device);
        var margins = (stack([.. moved.Select(picture => picture.mean())]) * advantages).reshape(-1, group).mean([1]);
        return WithoutConstraint((margins.mul(factor).softplus() * tokens).sum(), errors);
    }

    // The reward is all of the loss; how far the pictures are is told as the constraint. Both leave the caller's scope.
    private static LossParts WithoutConstraint(Tensor total, Tensor errors)
    {
        total.MoveToOuterDisposeScope();
        return new LossParts(total, total, errors.mean().MoveToOuterDisposeScope());
    }
}
