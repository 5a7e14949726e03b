using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// Keys (after norm and rope) and values of every layer for a batch of contexts, each (batch, kv heads, capacity, width).
/// Contexts of different lengths are padded on the right; <see cref="Valid"/> tells which columns count. Without
/// gradient, new rows are written into spare room, so that a token costs the same however long the text grows; with
/// gradient new tensors are made. The cache owns its tensors, whatever dispose scope they were made in.
/// </summary>
internal sealed class KeyValueCache : IDisposable
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
    public Tensor? Valid { get; private set; }

    /// <summary>The cached keys of a layer, (batch, kv heads, length, width).</summary>
    public Tensor Keys(int layer) => keys[layer]!.narrow(2, 0, Length);

    /// <summary>The cached values of a layer.</summary>
    public Tensor Values(int layer) => values[layer]!.narrow(2, 0, Length);

    /// <summary>Past and new keys and values of a layer; the new ones stay when <paramref name="keep"/> is set.</summary>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor newKeys, Tensor newValues, bool keep)
    {
        pending = (int)newKeys.shape[2];
        if (!keep && Length == 0)
        {
            return (newKeys, newValues);
        }

        // In spare room the next pass overwrites what is not kept; the past is not copied.
        if (!keep && is_grad_enabled())
        {
            return (cat([Keys(layer), newKeys], 2), cat([Values(layer), newValues], 2));
        }

        Grow(ref keys[layer], newKeys);
        Grow(ref values[layer], newValues);
        return (keys[layer]!.narrow(2, 0, Length + pending), values[layer]!.narrow(2, 0, Length + pending));
    }

    /// <summary>Ends a pass over all layers.</summary>
    public void Commit(bool keep) => Length += keep ? pending : 0;

    /// <summary>Notes which of the last columns count; called after <see cref="Commit"/>.</summary>
    /// <param name="added">(batch, columns) bool; null = all of them.</param>
    /// <param name="batch">Rows of the batch.</param>
    /// <param name="columns">How many columns were added.</param>
    public void Mark(Tensor? added, int batch, int columns)
    {
        if (added is null && Valid is null)
        {
            return;
        }

        using var scope = NewDisposeScope();
        var device = (added ?? Valid)!.device;
        var before = Valid ?? ones(batch, Length - columns, dtype: ScalarType.Bool, device: device);
        var valid = cat([before, added ?? ones(batch, columns, dtype: ScalarType.Bool, device: device)], 1).DetachFromDisposeScope();
        Valid?.Dispose();
        Valid = valid;
    }

    /// <summary>The contexts of the given rows, (rows) int64, in their order; a row may come more than once.</summary>
    public KeyValueCache Gather(Tensor rows)
    {
        return new KeyValueCache([.. keys.Select(Rows)], [.. values.Select(Rows)], Length, Valid?.index_select(0, rows).DetachFromDisposeScope());

        Tensor? Rows(Tensor? all)
        {
            using var used = all?.narrow(2, 0, Length);
            return used?.index_select(0, rows).DetachFromDisposeScope();
        }
    }

    /// <summary>The contexts of several caches of one model, one after the other; shorter ones are padded on the right.</summary>
    public static KeyValueCache Stack(IReadOnlyList<(KeyValueCache Cache, int Rows)> parts)
    {
        using var scope = NewDisposeScope();
        var longest = parts.Max(part => part.Cache.Length);
        if (longest == 0)
        {
            return new KeyValueCache(parts[0].Cache.keys.Length);
        }

        var like = parts.First(part => part.Cache.Length > 0).Cache;
        var layers = Enumerable.Range(0, like.keys.Length).ToArray();
        var valid = parts.All(part => part.Cache.Length == longest && part.Cache.Valid is null)
            ? null
            : cat([.. parts.Select(part => Wide(part.Cache.Valid ?? ones(part.Rows, part.Cache.Length, dtype: ScalarType.Bool, device: like.Keys(0).device), 1))], 0);
        return new KeyValueCache(
            [.. layers.Select(layer => All(cache => cache.Keys(layer), like.Keys(layer)))],
            [.. layers.Select(layer => All(cache => cache.Values(layer), like.Values(layer)))],
            longest,
            valid?.DetachFromDisposeScope());

        Tensor All(Func<KeyValueCache, Tensor> select, Tensor model) => cat(
            [.. parts.Select(part => part.Cache.Length == 0 ? model.new_zeros([part.Rows, model.shape[1], longest, model.shape[3]]) : Wide(select(part.Cache), 2))], 0)
            .DetachFromDisposeScope();

        Tensor Wide(Tensor columns, int dimension)
        {
            var missing = columns.shape;
            missing[dimension] = longest - missing[dimension];
            return missing[dimension] == 0 ? columns : cat([columns, columns.new_zeros(missing)], dimension);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in keys.Concat(values))
        {
            tensor?.Dispose();
        }

        Valid?.Dispose();
    }

    private void Grow(ref Tensor? kept, Tensor added)
    {
        var old = kept;
        if (is_grad_enabled() && added.requires_grad)
        {
            kept = (old is null ? added.alias() : cat([old.narrow(2, 0, Length), added], 2)).DetachFromDisposeScope();
            old?.Dispose();
            return;
        }

        if (old is null || old.shape[2] < Length + pending)
        {
            var shape = added.shape;
            shape[2] = Math.Max(2 * Length, Length + pending + Spare);
            kept = zeros(shape, dtype: added.dtype, device: added.device).DetachFromDisposeScope();
            if (old is not null)
            {
                kept.narrow(2, 0, Length).copy_(old.narrow(2, 0, Length));
                old.Dispose();
            }
        }

        kept!.narrow(2, Length, pending).copy_(added);
    }
}
