using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Bagel;

/// <summary>Embeds flow times in [0, 1]: 256 sinusoids (cosines first), then a two-layer network.</summary>
internal sealed class TimeEmbedding : IDisposable
{
    /// <summary>Sinusoids of a time.</summary>
    public const int Width = 256;

    private readonly ParameterStore store;
    private readonly int hidden;
    private readonly Tensor frequencies;

    public TimeEmbedding(ParameterStore store, int hidden, Device? device = null)
    {
        (this.store, this.hidden) = (store, hidden);
        using var scope = NewDisposeScope();
        var values = Enumerable.Range(0, Width / 2).Select(i => (float)Math.Exp(-Math.Log(10000.0) * i / (Width / 2)));
        frequencies = tensor([.. values], dtype: float32, device: device).DetachFromDisposeScope();
        store.Take("time_embedder.mlp.0.weight", hidden, Width);
        store.Take("time_embedder.mlp.0.bias", hidden);
        store.Take("time_embedder.mlp.2.weight", hidden, hidden);
        store.Take("time_embedder.mlp.2.bias", hidden);
    }

    /// <summary>Sinusoids (n, 256) of times (n).</summary>
    public Tensor Sinusoid(Tensor times)
    {
        var angles = times.to(ScalarType.Float32).unsqueeze(-1) * frequencies;
        return cat([angles.cos(), angles.sin()], -1);
    }

    /// <summary>Embeddings (n, hidden) of times (n).</summary>
    public Tensor Forward(Tensor times)
    {
        var inner = F.silu(
            Linear.Apply(Sinusoid(times), store["time_embedder.mlp.0.weight"], store["time_embedder.mlp.0.bias"]));
        return Linear.Apply(inner, store["time_embedder.mlp.2.weight"], store["time_embedder.mlp.2.bias"]);
    }

    public void Dispose() => frequencies.Dispose();
}
