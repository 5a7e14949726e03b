using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// Draws latent tokens by steps along the flow from noise (t = 1) to the picture (t = 0), with guidance.
/// </summary>
internal static class FlowSampler
{
    private static readonly Scalar Tiny = 1e-8.ToScalar();

    /// <summary>Samples a batch of pictures of one size.</summary>
    /// <param name="main">
    /// Contexts of the n pictures; where pictures have several texts, all first ones, then all second ones.
    /// </param>
    /// <param name="textFree">Their contexts without the text; asked only where text guidance acts.</param>
    /// <param name="imageFree">Their contexts without the picture; asked only where image guidance acts.</param>
    /// <param name="noise">(n, tokens, width).</param>
    /// <param name="grid">Token grid.</param>
    /// <param name="settings">Steps, shift, solver and guidance.</param>
    /// <param name="weights">
    /// How much each text counts, (texts, n, 1, 1), where pictures have several; null = each has one.
    /// </param>
    /// <param name="observe">Called after each step.</param>
    /// <param name="cancel">Checked before each step.</param>
    /// <returns>Clean latent tokens (n, tokens, width).</returns>
    public static Tensor Sample(
        Contexts main, Contexts? textFree, Contexts? imageFree, Tensor noise, TokenGrid grid, DrawSettings settings,
        Tensor? weights = null, Action<FlowStep>? observe = null, CancellationToken cancel = default)
    {
        var times = FlowTimes.Sampling(settings.Steps, settings.TimestepShift);
        var x = noise;
        // With and without the text in one batch: half as many passes, each twice as large.
        Contexts?[] unguided = [textFree, settings.GuidedRows == 3 ? imageFree : null];
        using var stacked = textFree is null ? null : Contexts.Stack([main, .. unguided.OfType<Contexts>()]);
        var texts = (int)(weights?.shape[0] ?? 1);
        var count = (int)((stacked ?? main).Count / noise.shape[0]);
        using var past = new PastVelocity(settings.Solver);
        for (var step = 0; step + 1 < times.Length; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var time = ((double)times[step]).ToScalar();
            var guided = settings.Guides(times[step]);
            var (v, withoutText, withoutImage) = Velocities(guided ? stacked : null, time);
            var moved = withoutText is null ? v : Guided(v, withoutText, withoutImage, settings);
            observe?.Invoke(new FlowStep(step, times[step], x, v, withoutText, withoutImage, moved));
            using var length = ((double)(times[step] - times[step + 1])).ToScalar();
            var next = x - past.Along(moved, guided, times[step], times[step + 1]).mul(length);
            (x, var old) = (next.MoveToOuterDisposeScope(), x);
            if (!ReferenceEquals(old, noise))
            {
                old.Dispose();
            }
        }

        return x;

        (Tensor Main, Tensor? TextFree, Tensor? ImageFree) Velocities(Contexts? all, Scalar time)
        {
            var copies = all is null ? texts : count;
            var asked = full(copies * x.shape[0], time, dtype: float32, device: x.device);
            var parts = (all ?? main).Velocity(x.repeat(copies, 1, 1), asked, grid).chunk(copies, 0);
            var own = weights is null ? parts[0] : stack(parts[..texts]).mul(weights).sum([0]);
            return (own, copies > texts ? parts[texts] : null, copies > texts + 1 ? parts[texts + 1] : null);
        }
    }

    /// <summary>
    /// BAGEL's guidance: g = v₀ + s (v − v₀), then towards the picture g = v₁ + m (g − v₁), with the norm brought
    /// back to that of v by a factor in [floor, 1].
    /// </summary>
    private static Tensor Guided(Tensor main, Tensor textFree, Tensor? imageFree, DrawSettings settings)
    {
        using var text = settings.TextGuidance.ToScalar();
        using var image = settings.ImageGuidance.ToScalar();
        var guided = textFree.Plus((main - textFree).mul(text));
        if (settings.Renorm == GuidanceRenorm.TextChannel)
        {
            var scaled = Renormed(main, guided, [-1]);
            return imageFree is null ? scaled : imageFree.Plus((scaled - imageFree).mul(image));
        }

        if (imageFree is not null)
        {
            guided = imageFree.Plus((guided - imageFree).mul(image));
        }

        return Renormed(main, guided, settings.Renorm == GuidanceRenorm.Global ? [1, 2] : [-1]);

        Tensor Renormed(Tensor wanted, Tensor value, long[] over)
        {
            using var floor = settings.RenormMin.ToScalar();
            var factor = wanted.Squared().sum(over, keepdim: true).sqrt()
                / value.Squared().sum(over, keepdim: true).sqrt().Plus(Tiny);
            return value * factor.clamp(floor, Scalars.One);
        }
    }
}
