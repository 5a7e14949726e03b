using Srum.Native;
using static TorchSharp.torch;

namespace Srum.Models.Adapters;

/// <summary>
/// A linear layer of a decoder under its published name, x · wᵀ + b, and beside it perhaps an adapter. The one place
/// where an adapter meets a model.
/// </summary>
public sealed class LinearLayer
{
    private readonly ParameterStore store;

    internal LinearLayer(ParameterStore store, string name, Tensor weight, Tensor? bias) =>
        (this.store, Name, Weight, Bias) = (store, name, weight, bias);

    /// <summary>Its published name, without <c>.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Its own weight, (out, in).</summary>
    public Tensor Weight { get; }

    /// <summary>Its bias, (out), if it has one.</summary>
    public Tensor? Bias { get; }

    /// <summary>What is added to its weight; null = nothing. It belongs to the layer.</summary>
    public LowRank? Adapter { get; set; }

    /// <summary>The layer's outcome (…, out) of rows (…, in).</summary>
    public Tensor Apply(Tensor rows)
    {
        var product = Linear.Apply(rows, Weight, Bias, store.Compute);
        return Adapter is null ? product : product.Plus(Adapter.Apply(rows, store.Compute).to(product.dtype));
    }
}
