using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// Keys (after norm and rope) and values of every layer for a batch of contexts, each (batch, kv heads, capacity,
/// width). Every context begins in the first column and has a length of its own, so what was added last can be dropped
/// again. Without gradient, new rows are written into spare room, so that a token costs the same however long the text
/// grows; with gradient new tensors are made. The cache owns its tensors, whatever dispose scope they were made in.
/// </summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly Tensor?[] keys;
    private readonly Tensor?[] values;
    private readonly int[] lengths;
    private Tensor? places;

    public KeyValueCache(int layers, int rows) : this(new Tensor?[layers], new Tensor?[layers], new int[rows])
    {
    }

    // All are there: where memory ends half way, those that were made end with their scope.
    private KeyValueCache(Tensor?[] keys, Tensor?[] values, int[] lengths)
    {
        (this.keys, this.values, this.lengths) = (keys, values, lengths);
        foreach (var tensor in keys.Concat(values))
        {
            tensor?.DetachFromDisposeScope();
        }
    }

    /// <summary>Columns of each context.</summary>
    public IReadOnlyList<int> Lengths => lengths;

    /// <summary>Columns of the longest context.</summary>
    public int Length => lengths.Max();

    /// <summary>Whether all contexts have one length.</summary>
    public bool IsEven => lengths.AsSpan().IndexOfAnyExcept(lengths[0]) < 0;

    /// <summary>
    /// The cached keys of a layer, (batch, kv heads, length, width); what lies beyond a context's own length is not
    /// its.
    /// </summary>
    public Tensor Keys(int layer) => keys[layer]!.narrow(2, 0, Length);

    /// <summary>The cached values of a layer.</summary>
    public Tensor Values(int layer) => values[layer]!.narrow(2, 0, Length);

    /// <summary>
    /// Past and new keys and values of a layer, (batch, kv heads, length + new, width). New columns that are kept
    /// follow each context's own last one, others the longest context's.
    /// </summary>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor newKeys, Tensor newValues, bool keep)
    {
        if (!keep && Length == 0)
        {
            return (newKeys, newValues);
        }

        // In spare room the next pass overwrites what is not kept; the past is not copied.
        if (!keep && is_grad_enabled())
        {
            return (cat([Keys(layer), newKeys], 2), cat([Values(layer), newValues], 2));
        }

        var count = newKeys.shape[2];
        Grow(ref keys[layer], newKeys, keep);
        Grow(ref values[layer], newValues, keep);
        return (keys[layer]!.narrow(2, 0, Length + count), values[layer]!.narrow(2, 0, Length + count));
    }

    /// <summary>
    /// Room for the new columns of a pass without gradient, for one who writes them; null = there is no past, and
    /// nothing is kept.
    /// </summary>
    /// <param name="count">New columns.</param>
    /// <param name="like">A layer's new keys by shape and type, (batch, kv heads, any, width).</param>
    /// <param name="keep">As in <see cref="Append"/>.</param>
    public CacheRoom? Room(int count, Tensor like, bool keep)
    {
        if (!keep && Length == 0)
        {
            return null;
        }

        for (var layer = 0; layer < keys.Length; layer++)
        {
            Reserve(ref keys[layer], like, count);
            Reserve(ref values[layer], like, count);
        }

        return new CacheRoom(
            keys!, values!, IsEven || !keep ? null : Places(count, like.device), Length + count);
    }

    /// <summary>Ends a pass over all layers whose columns are kept: so many of them belong to each context.</summary>
    public void Extend(IReadOnlyList<int> columns)
    {
        for (var row = 0; row < lengths.Length; row++)
        {
            lengths[row] += columns[row];
        }

        Moved();
    }

    /// <summary>Drops the last columns of a context.</summary>
    public void Drop(int row, int columns)
    {
        lengths[row] -= columns;
        Moved();
    }

    /// <summary>The contexts of the given rows, in their order; a row may come more than once.</summary>
    public KeyValueCache Gather(IReadOnlyList<int> rows, Device device)
    {
        using var scope = NewDisposeScope();
        int[] own = [.. rows.Select(row => lengths[row])];
        var index = tensor([.. rows.Select(row => (long)row)], dtype: int64, device: device);
        return new KeyValueCache([.. keys.Select(Rows)], [.. values.Select(Rows)], own);

        Tensor? Rows(Tensor? all) => all?.narrow(2, 0, own.Max()).index_select(0, index);
    }

    /// <summary>The contexts of several caches of one model, one after the other.</summary>
    public static KeyValueCache Stack(IReadOnlyList<KeyValueCache> parts)
    {
        using var scope = NewDisposeScope();
        int[] lengths = [.. parts.SelectMany(part => part.lengths)];
        var longest = lengths.Max();
        var layers = Enumerable.Range(0, parts[0].keys.Length).ToArray();
        if (longest == 0)
        {
            return new KeyValueCache(layers.Length, lengths.Length);
        }

        var like = parts.First(part => part.Length > 0);
        return new KeyValueCache(
            [.. layers.Select(layer => All(cache => cache.Keys(layer), like.Keys(layer)))],
            [.. layers.Select(layer => All(cache => cache.Values(layer), like.Values(layer)))],
            lengths);

        Tensor All(Func<KeyValueCache, Tensor> select, Tensor model) =>
            cat([.. parts.Select(part => Wide(part.Length == 0 ? null : select(part), part.lengths.Length, model))], 0);

        Tensor Wide(Tensor? columns, int rows, Tensor model)
        {
            var missing = longest - (columns?.shape[2] ?? 0);
            var empty = model.new_zeros([rows, model.shape[1], missing, model.shape[3]]);
            return columns is null ? empty : missing == 0 ? columns : cat([columns, empty], 2);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in keys.Concat(values).Append(places))
        {
            tensor?.Dispose();
        }
    }

    private void Grow(ref Tensor? kept, Tensor added, bool keep)
    {
        var (old, count, even) = (kept, added.shape[2], IsEven);
        if (is_grad_enabled() && added.requires_grad)
        {
            kept = (old is null ? added.alias() : Joined(old, added)).DetachFromDisposeScope();
            old?.Dispose();
            return;
        }

        Reserve(ref kept, added, count);
        if (even || !keep)
        {
            kept!.narrow(2, Length, count).copy_(added);
        }
        else
        {
            kept!.scatter_(2, Places(count, added.device).expand(added.shape), added);
        }
    }

    private void Reserve(ref Tensor? kept, Tensor like, long count)
    {
        var old = kept;
        if (old is null || old.shape[2] < Length + count)
        {
            var shape = like.shape;
            shape[2] = CacheColumns.Grown(Length, count);
            kept = zeros(shape, dtype: like.dtype, device: like.device).DetachFromDisposeScope();
            if (old is not null)
            {
                kept.narrow(2, 0, Length).copy_(old.narrow(2, 0, Length));
                old.Dispose();
            }
        }
    }

    // With gradient: column j of a context is its old one where it has that many, else one of the new ones.
    private Tensor Joined(Tensor old, Tensor added)
    {
        using var scope = NewDisposeScope();
        var both = cat([old.narrow(2, 0, Length), added], 2);
        if (IsEven)
        {
            return both.MoveToOuterDisposeScope();
        }

        var columns = TensorArithmetic.Numbers(both.shape[2], added.device).reshape(1, 1, -1, 1);
        var own = Own(added.device);
        using var last = (both.shape[2] - 1).ToScalar();
        using var shift = ((long)Length).ToScalar();
        var index = where(columns.lt(own), columns, (columns - own).Plus(shift)).clamp_max(last);
        return both.gather(2, index.expand(both.shape)).MoveToOuterDisposeScope();
    }

    private void Moved()
    {
        places?.Dispose();
        places = null;
    }

    // Where each context's new columns go, (batch, 1, count, 1): the same in every layer of a pass.
    private Tensor Places(long count, Device device)
    {
        if (places is null || places.shape[2] != count)
        {
            using var scope = NewDisposeScope();
            Moved();
            places = Own(device).Plus(TensorArithmetic.Numbers(count, device).reshape(1, 1, -1, 1))
                .DetachFromDisposeScope();
        }

        return places;
    }

    private Tensor Own(Device device) =>
        tensor([.. lengths.Select(length => (long)length)], [lengths.Length, 1, 1, 1], dtype: int64, device: device);
}
