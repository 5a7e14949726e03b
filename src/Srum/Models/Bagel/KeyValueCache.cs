using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// Keys (after norm and rope) and values of every layer for a batch of contexts, each (batch, kv heads, capacity, width).
/// Contexts of different lengths are padded on the right; <see cref="Valid"/> tells which columns count. Without
/// gradient, appending writes into spare room, so that a token costs the same however long the text grows;
/// with gradient it makes new tensors.
/// </summary>
internal sealed class KeyValueCache
{
    private const int Spare = 64;

    private readonly Tensor?[] keys;
    private readonly Tensor?[] values;
    private int pending;

    public KeyValueCache(int layers) => (keys, values) = (new Tensor?[layers], new Tensor?[layers]);

    private KeyValueCache(Tensor?[] keys, Tensor?[] values, int length, Tensor? valid) =>
        (this.keys, this.values, Length, Valid) = (keys, values, length, valid);

    /// <summary>Columns in use.</summary>
    public int Length { get; private set; }

    /// <summary>(batch, length) bool: columns that count; null = all.</summary>
    public Tensor? Valid { get; set; }

    /// <summary>The cached keys of a layer, (batch, kv heads, length, width).</summary>
    public Tensor Keys(int layer) => keys[layer]!.narrow(2, 0, Length);

    /// <summary>The cached values of a layer.</summary>
    public Tensor Values(int layer) => values[layer]!.narrow(2, 0, Length);

    /// <summary>Past and new keys and values of a layer; the new ones stay when <paramref name="keep"/> is set.</summary>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor newKeys, Tensor newValues, bool keep)
    {
        pending = (int)newKeys.shape[2];
        if (!keep)
        {
            return Length == 0
                ? (newKeys, newValues)
                : (cat([Keys(layer), newKeys], 2), cat([Values(layer), newValues], 2));
        }

        keys[layer] = Grown(keys[layer], newKeys);
        values[layer] = Grown(values[layer], newValues);
        return (keys[layer]!.narrow(2, 0, Length + pending), values[layer]!.narrow(2, 0, Length + pending));
    }

    /// <summary>Ends a pass over all layers.</summary>
    public void Commit(bool keep) => Length += keep ? pending : 0;

    /// <summary>The contexts of the given rows, (rows) int64, in their order; a row may come more than once.</summary>
    public KeyValueCache Gather(Tensor rows) => new(
        [.. keys.Select(key => key?.narrow(2, 0, Length).index_select(0, rows))],
        [.. values.Select(value => value?.narrow(2, 0, Length).index_select(0, rows))],
        Length,
        Valid?.index_select(0, rows));

    private Tensor Grown(Tensor? old, Tensor added)
    {
        if (is_grad_enabled() && added.requires_grad)
        {
            return old is null ? added : cat([old.narrow(2, 0, Length), added], 2);
        }

        if (old is null || old.shape[2] < Length + pending)
        {
            var shape = added.shape;
            shape[2] = Math.Max(2 * Length, Length + pending + Spare);
            var larger = zeros(shape, dtype: added.dtype, device: added.device);
            if (old is not null)
            {
                larger.narrow(2, 0, Length).copy_(old.narrow(2, 0, Length));
            }

            old = larger;
        }

        old.narrow(2, Length, pending).copy_(added);
        return old;
    }
}
