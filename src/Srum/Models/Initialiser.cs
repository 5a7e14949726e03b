using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models;

/// <summary>
/// Draws the parameters of a new model: norms 1, biases 0, embeddings and tables N(0, 0.02²), matrices and kernels
/// N(0, 1 / fan-in), the last projection onto the velocity 0. Each name has its own generator, so a parameter
/// depends on seed and name alone.
/// </summary>
internal sealed class Initialiser(long seed)
{
    public Tensor Draw(string name, long[] shape)
    {
        if (name.EndsWith(".bias", StringComparison.Ordinal) || name.StartsWith("llm2vae", StringComparison.Ordinal))
        {
            return zeros(shape);
        }

        if (shape.Length == 1)
        {
            return ones(shape);
        }

        using var generator = new Generator((ulong)Seed(name, seed));
        var value = randn(shape, generator: generator);
        var isTable = name.Contains("embed", StringComparison.Ordinal)
            && !name.Contains("patch_embed", StringComparison.Ordinal)
            && !name.Contains("time_embedder", StringComparison.Ordinal);
        var inputs = shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        using var spread = (isTable ? 0.02 : 1 / Math.Sqrt(inputs)).ToScalar();
        return value.mul_(spread);
    }

    /// <summary>The seed of one name's own generator.</summary>
    public static long Seed(string name, long seed)
    {
        var hash = Encoding.UTF8.GetBytes(name)
            .Aggregate(14695981039346656037ul, (current, value) => (current ^ value) * 1099511628211ul);
        return (unchecked((long)hash) ^ (seed * 7919)) & long.MaxValue;
    }
}
