using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>
/// A batch of prompts that were read, and what is written behind them. Padding on the left is never seen and moves no
/// position, so a row in a batch is what it is alone. Owns its cache.
/// </summary>
internal sealed class Contexts : IDisposable
{
    private readonly JanusParts parts;
    private readonly KeyValueCache cache;
    private readonly IReadOnlyList<int> lengths;
    private readonly int longest;
    private readonly Tensor? valid;

    private Contexts(
        JanusParts parts, KeyValueCache cache, IReadOnlyList<int> lengths, int longest, Tensor? valid, Tensor last)
    {
        (this.parts, this.cache, this.lengths) = (parts, cache, lengths);
        (this.longest, this.valid, Last) = (longest, valid, last);
    }

    /// <summary>Keys and values of everything so far.</summary>
    public KeyValueCache Cache => cache;

    /// <summary>The final row behind each prompt, (count, hidden): it predicts what comes next.</summary>
    public Tensor Last { get; }

    /// <summary>Number of rows.</summary>
    public int Count => lengths.Count;

    /// <summary>Reads prompts.</summary>
    /// <param name="parts">The model.</param>
    /// <param name="batch">The prompts.</param>
    /// <param name="observe">Called with the rows that go in and those that come out, for tests.</param>
    public static Contexts Read(JanusParts parts, PromptBatch batch, Action<Tensor, Tensor>? observe = null)
    {
        using var scope = NewDisposeScope();
        var longest = batch.Lengths.Max();
        var cache = new KeyValueCache(parts.Config.Language.Layers);
        try
        {
            var rows = parts.Embed(batch);
            var positions = Positions(batch.Lengths, longest, 0, longest, parts.Device);
            var mask = CausalMask(longest, batch.Valid, 0, parts.Device);
            var hidden = parts.Decoder.Forward(rows, positions, mask, cache);
            observe?.Invoke(rows, hidden);
            var (valid, last) = (batch.Valid?.alias(), hidden.select(1, longest - 1).clone());
            return new Contexts(
                parts, cache, batch.Lengths, longest, valid?.DetachFromDisposeScope(), last.DetachFromDisposeScope());
        }
        catch
        {
            cache.Dispose();
            throw;
        }
    }

    /// <summary>Adds rows (count, k, hidden) behind everything so far, each seen by those behind it.</summary>
    /// <returns>Their final rows (count, k, hidden).</returns>
    public Tensor Add(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var (before, count) = (cache.Length, (int)rows.shape[1]);
        var positions = Positions(lengths, longest, before, count, parts.Device);
        var mask = count == 1 && valid is null ? null : CausalMask(count, null, before, parts.Device, Seen(before));
        return parts.Decoder.Forward(rows, positions, mask, cache).MoveToOuterDisposeScope();
    }

    /// <summary>The given rows, in their order; one may come more than once. The original stays as it is.</summary>
    public Contexts Gather(IReadOnlyList<int> rows)
    {
        using var scope = NewDisposeScope();
        var index = tensor([.. rows.Select(row => (long)row)], dtype: int64, device: parts.Device);
        // The cache, which leaves the scope at once, comes last: whatever fails before it leaves nothing behind.
        var (ownValid, last) = (valid?.index_select(0, index), Last.index_select(0, index));
        return new Contexts(
            parts, cache.Gather(index), [.. rows.Select(row => lengths[row])], longest,
            ownValid?.DetachFromDisposeScope(), last.DetachFromDisposeScope());
    }

    public void Dispose()
    {
        cache.Dispose();
        valid?.Dispose();
        Last.Dispose();
    }

    /// <summary>Positions (count, columns) counted from each row's first real token.</summary>
    public static Tensor Positions(IReadOnlyList<int> lengths, int longest, int from, int columns, Device device)
    {
        var places = new long[lengths.Count * columns];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Math.Max(0, from + (i % columns) - (longest - lengths[i / columns]));
        }

        return tensor(places, [lengths.Count, columns], dtype: int64, device: device);
    }

    /// <summary>Who sees whom: (batch or 1, 1, columns, past + columns).</summary>
    /// <param name="columns">New columns.</param>
    /// <param name="valid">(batch, columns): false where a new column is padding; null = nowhere.</param>
    /// <param name="past">Columns before them.</param>
    /// <param name="device">Where the mask is made.</param>
    /// <param name="before">(batch, past): false where a column before is padding; null = nowhere.</param>
    public static Tensor CausalMask(int columns, Tensor? valid, int past, Device device, Tensor? before = null)
    {
        var own = ones(columns, columns, dtype: ScalarType.Bool, device: device).tril().reshape(1, 1, columns, columns);
        if (valid is not null)
        {
            // A padded row sees itself: a row that sees nothing would make a NaN.
            var itself = eye(columns, dtype: ScalarType.Bool, device: device);
            own = own.logical_and(valid.reshape(-1, 1, 1, columns).logical_or(itself));
        }

        if (past == 0)
        {
            return own;
        }

        var rows = before?.shape[0] ?? 1;
        var seen = before?.reshape(rows, 1, 1, past) ?? ones(1, 1, 1, past, dtype: ScalarType.Bool, device: device);
        return cat([seen.expand(rows, 1, columns, past), own.expand(rows, 1, columns, columns)], 3);
    }

    // Columns of the prompts that count, and everything behind them; null = all.
    private Tensor? Seen(int columns) => valid is null
        ? null
        : cat([valid, ones(Count, columns - longest, dtype: ScalarType.Bool, device: parts.Device)], 1);
}
