using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>Linear layers with the exact GELU between them: what leads from one width into another.</summary>
internal sealed class Projector
{
    private readonly ParameterStore store;
    private readonly string[] names;

    /// <summary>Takes the parameters of a projector.</summary>
    /// <param name="store">The parameters.</param>
    /// <param name="prefix">
    /// Its name; its layers are <c>layers.0</c>, <c>layers.2</c>, …, since the GELUs count too.
    /// </param>
    /// <param name="depth">Its linear layers.</param>
    /// <param name="from">Width of what goes in.</param>
    /// <param name="to">Width of what comes out, and of everything between.</param>
    public Projector(ParameterStore store, string prefix, int depth, int from, int to)
    {
        this.store = store;
        names = [.. Enumerable.Range(0, depth).Select(layer => $"{prefix}.layers.{2 * layer}")];
        for (var layer = 0; layer < depth; layer++)
        {
            store.Take(names[layer] + ".weight", to, layer == 0 ? from : to);
            store.Take(names[layer] + ".bias", to);
        }
    }

    /// <summary>Rows (…, to) of rows (…, from).</summary>
    public Tensor Forward(Tensor rows)
    {
        var x = Affine(names[0], rows);
        foreach (var name in names.Skip(1))
        {
            x = Affine(name, x.gelu());
        }

        return x;
    }

    private Tensor Affine(string name, Tensor x) =>
        Linear.Apply(x, store[name + ".weight"], store[name + ".bias"], store.Compute);
}
