using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// The training pass: text never sees the picture that follows it, so a pass is the contexts' (without gradient where
/// the understanding half is frozen), then the pictures' against them: the code of sampling.
/// </summary>
internal static class FlowTraining
{
    /// <summary>Velocities of a batch, in the order of the samples.</summary>
    public static GenerationForward Forward(
        BagelParts parts, IReadOnlyList<FlowSample> samples, bool freezeUnderstanding, bool recompute = false)
    {
        using var scope = NewDisposeScope();
        var grids = samples.Select(sample => parts.GridOf(sample.Clean)).ToArray();
        // The count tells no text from an empty one.
        var keys = samples.Select(sample => $"{sample.Context.Count}\0{string.Join('\0', sample.Context)}").ToArray();
        var distinct = keys.Distinct().ToList();
        var texts = distinct.Select(key => samples[Array.IndexOf(keys, key)].Context).ToList();
        using var contexts = Contexts.Empty(parts, distinct.Count);
        using (freezeUnderstanding ? no_grad() : null)
        {
            // Texts follow each other causally: at once, each row is padded to the longest once.
            contexts.AddTokens([.. texts.Select(text => (IReadOnlyList<int>)[.. text.SelectMany(parts.Frame)])]);
        }

        var velocities = new Tensor[samples.Count];
        foreach (var group in Enumerable.Range(0, samples.Count).GroupBy(i => grids[i]))
        {
            int[] members = [.. group];
            var clean = parts.ToTokens(stack([.. members.Select(i => samples[i].Clean)]));
            var noise = stack([.. members.Select(i => samples[i].Noise)]);
            var times = tensor([.. members.Select(i => (float)samples[i].Time)], dtype: float32, device: parts.Device);
            var t = times.reshape(-1, 1, 1);
            var noisy = ((ones_like(t) - t) * clean).Plus(t * noise);
            var rows = members.Select(i => distinct.IndexOf(keys[i])).ToArray();
            using var own = contexts.Gather(rows);
            var velocity = own.Velocity(noisy, times, group.Key, freezeUnderstanding, recompute);
            for (var k = 0; k < members.Length; k++)
            {
                velocities[members[k]] = velocity[k].MoveToOuterDisposeScope();
            }
        }

        return new GenerationForward(
            parts, grids, [.. samples.Select(sample => sample.Noise.alias().MoveToOuterDisposeScope())], velocities);
    }
}
