using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Adapters;

/// <summary>
/// A low-rank adapter of a linear layer (LoRA; Hu et al. 2021): beside x · wᵀ it computes (α / r) · x · aᵀ · bᵀ, so
/// that the layer's weight is w + (α / r) · b · a.
/// </summary>
public sealed class LowRank : IDisposable
{
    /// <summary>Takes the two matrices.</summary>
    /// <param name="a">(rank, in), fp32; owned from here on.</param>
    /// <param name="b">(out, rank), fp32; owned from here on.</param>
    /// <param name="alpha">α.</param>
    public LowRank(Tensor a, Tensor b, double alpha) =>
        (A, B, Alpha) = (a.DetachFromDisposeScope(), b.DetachFromDisposeScope(), alpha);

    /// <summary>(rank, in).</summary>
    public Tensor A { get; }

    /// <summary>(out, rank).</summary>
    public Tensor B { get; }

    /// <summary>α: the adapter counts α / rank times.</summary>
    public double Alpha { get; }

    /// <summary>The rank r.</summary>
    public int Rank => (int)A.shape[0];

    /// <summary>
    /// While it is set, a share of what goes in is dropped and the rest made larger, by a seed: the same every time, so
    /// that a step can be computed again. Null (default) = nothing is dropped.
    /// </summary>
    internal (double Share, long Seed)? Dropout { get; set; }

    /// <summary>An adapter that adds nothing yet: a uniform in ± 1/√in, b zero, as PEFT begins.</summary>
    /// <param name="layer">The layer that it is for.</param>
    /// <param name="rank">Rank, at least 1.</param>
    /// <param name="alpha">α.</param>
    /// <param name="seed">Decides a, with the layer's name.</param>
    internal static LowRank For(LinearLayer layer, int rank, double alpha, long seed)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var (wanted, width) = (layer.Weight.shape[0], layer.Weight.shape[1]);
        using var generator = new Generator((ulong)Initialiser.Seed(layer.Name, seed));
        var bound = 1 / Math.Sqrt(width);
        var a = zeros(rank, width).uniform_(-bound, bound, generator);
        return new LowRank(
            a.to(layer.Weight.device), zeros(wanted, rank, device: layer.Weight.device), alpha);
    }

    /// <summary>What it adds to a layer's outcome for rows (…, in): (…, out).</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="compute">Type of its products; null = fp32.</param>
    internal Tensor Apply(Tensor rows, ScalarType? compute)
    {
        using var scale = (Alpha / Rank).ToScalar();
        return Linear.Apply(Linear.Apply(Kept(rows), A, null, compute).mul(scale), B, null, compute);
    }

    /// <summary>A layer's weight with the adapter in it, (out, in) in fp32.</summary>
    internal Tensor MergedInto(Tensor weight)
    {
        using var scope = NewDisposeScope();
        using var scale = (Alpha / Rank).ToScalar();
        return weight.to(ScalarType.Float32).Plus(B.matmul(A).mul(scale)).MoveToOuterDisposeScope();
    }

    /// <summary>Frees its matrices.</summary>
    public void Dispose()
    {
        A.Dispose();
        B.Dispose();
    }

    // Drawn on the CPU, so that a seed means the same on every device.
    private Tensor Kept(Tensor rows)
    {
        if (Dropout is not { } dropout)
        {
            return rows;
        }

        using var generator = new Generator((ulong)dropout.Seed);
        using var share = dropout.Share.ToScalar();
        using var larger = (1 / (1 - dropout.Share)).ToScalar();
        return rows * rand(rows.shape, generator: generator).ge(share).to(rows.device).to(rows.dtype).mul(larger);
    }
}
