using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>
/// Keys (after rope) and values of every layer for a batch of contexts that all end in the same column, each
/// (batch, kv heads, capacity, width). New columns are written into spare room. Without gradient: training passes
/// everything at once. The cache owns its tensors, whatever dispose scope they were made in.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly Tensor?[] keys;
    private readonly Tensor?[] values;

    public KeyValueCache(int layers) => (keys, values) = (new Tensor?[layers], new Tensor?[layers]);

    // All are there: where memory ends half way, those that were made end with their scope.
    private KeyValueCache(Tensor?[] keys, Tensor?[] values, int length)
    {
        (this.keys, this.values, Length) = (keys, values, length);
        foreach (var tensor in keys.Concat(values))
        {
            tensor?.DetachFromDisposeScope();
        }
    }

    /// <summary>Columns in use.</summary>
    public int Length { get; private set; }

    /// <summary>
    /// Columns for which room is made at once, where it is known how many will come; 0 = it grows as it goes.
    /// </summary>
    public int Reserved { get; set; }

    /// <summary>The cached keys of a layer, (batch, kv heads, length, width).</summary>
    public Tensor Keys(int layer) => keys[layer]!.narrow(2, 0, Length);

    /// <summary>The cached values of a layer.</summary>
    public Tensor Values(int layer) => values[layer]!.narrow(2, 0, Length);

    /// <summary>Writes a layer's new columns behind the old ones; <see cref="Extend"/> ends the pass.</summary>
    /// <returns>Past and new keys and values.</returns>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor newKeys, Tensor newValues)
    {
        Write(ref keys[layer], newKeys);
        Write(ref values[layer], newValues);
        var length = Length + newKeys.shape[2];
        return (keys[layer]!.narrow(2, 0, length), values[layer]!.narrow(2, 0, length));
    }

    /// <summary>Ends a pass over all layers: so many columns were written.</summary>
    public void Extend(int columns) => Length += columns;

    /// <summary>The contexts of the given rows, (rows) int64, in their order; a row may come more than once.</summary>
    public KeyValueCache Gather(Tensor rows)
    {
        using var scope = NewDisposeScope();
        return new KeyValueCache([.. keys.Select(Rows)], [.. values.Select(Rows)], Length);

        Tensor? Rows(Tensor? all) => all?.narrow(2, 0, Length).index_select(0, rows);
    }

    public void Dispose()
    {
        foreach (var tensor in keys.Concat(values))
        {
            tensor?.Dispose();
        }
    }

    private void Write(ref Tensor? kept, Tensor added)
    {
        var (old, needed) = (kept, Length + added.shape[2]);
        if (old is null || old.shape[2] < needed)
        {
            var shape = added.shape;
            shape[2] = Reserved >= needed ? Reserved : CacheColumns.Grown(Length, added.shape[2]);
            kept = empty(shape, dtype: added.dtype, device: added.device).DetachFromDisposeScope();
            if (old is not null)
            {
                kept.narrow(2, 0, Length).copy_(old.narrow(2, 0, Length));
                old.Dispose();
            }
        }

        kept!.narrow(2, Length, added.shape[2]).copy_(added);
    }
}
