using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Models.Bagel;

/// <summary>
/// A batch of contexts that grows piece by piece: texts (causal), pictures as vision tokens or as latents (seen whole).
/// Rows whose piece is shorter, or absent, are padded in the pass; padding is never seen, stays nowhere and moves no
/// position. Owns its cache.
/// </summary>
internal sealed class Contexts : IDisposable
{
    private readonly BagelParts parts;

    private Contexts(BagelParts parts, KeyValueCache cache, long[] positions) =>
        (this.parts, Cache, Positions) = (parts, cache, positions);

    /// <summary>Keys and values of everything so far.</summary>
    public KeyValueCache Cache { get; }

    /// <summary>The next rope position of each row.</summary>
    public long[] Positions { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Positions.Length;

    /// <summary>Empty contexts.</summary>
    public static Contexts Empty(BagelParts parts, int rows) =>
        new(parts, new KeyValueCache(parts.Config.Language.Layers, rows), new long[rows]);

    /// <summary>The given rows, in their order; one may come more than once. The original stays as it is.</summary>
    public Contexts Gather(IReadOnlyList<int> rows) =>
        new(parts, Cache.Gather(rows, parts.Device), [.. rows.Select(row => Positions[row])]);

    /// <summary>
    /// The rows of several contexts of one model, one after the other. The originals stay as they are.
    /// </summary>
    public static Contexts Stack(params IReadOnlyList<Contexts> contexts) => new(
        contexts[0].parts,
        KeyValueCache.Stack([.. contexts.Select(own => own.Cache)]),
        [.. contexts.SelectMany(own => own.Positions)]);

    /// <summary>Takes back the last tokens of a row's text.</summary>
    public void Drop(int row, int tokens)
    {
        Cache.Drop(row, tokens);
        Positions[row] -= tokens;
    }

    /// <summary>Adds a text to each row, framed by the start and end tokens; null adds nothing to a row.</summary>
    /// <returns>Hidden rows (count, longest text, hidden) after the final norm; padded on the right.</returns>
    public Tensor? AddText(IReadOnlyList<string?> texts) =>
        AddTokens([.. texts.Select(text => text is null ? [] : parts.Frame(text))]);

    /// <summary>Adds tokens to each row as they are, causally.</summary>
    /// <returns>
    /// Hidden rows (count, most tokens, hidden), padded on the right; null when there are none at all.
    /// </returns>
    public Tensor? AddTokens(IReadOnlyList<IReadOnlyList<int>> tokens)
    {
        var longest = tokens.Max(row => row.Count);
        if (longest == 0)
        {
            return null;
        }

        var ids = new long[Count * longest];
        var places = new long[Count * longest];
        for (var row = 0; row < Count; row++)
        {
            for (var i = 0; i < longest; i++)
            {
                var at = (row * longest) + i;
                ids[at] = i < tokens[row].Count ? tokens[row][i] : 0;
                places[at] = Positions[row] + i;
            }

            Positions[row] += tokens[row].Count;
        }

        var hidden = parts.Decoder.Embed(tensor(ids, [Count, longest], device: parts.Device));
        return Pass(
            new ExpertRows(hidden, null), tensor(places, [Count, longest], device: parts.Device), CausalMask(longest),
            [.. tokens.Select(row => row.Count)]).Understanding;
    }

    /// <summary>
    /// Adds a picture to each row as vision tokens (count, tokens, hidden), inside its two frame tokens.
    /// </summary>
    public Tensor AddVision(Tensor tokens)
    {
        var frame = parts.FrameTokens(Count);
        var rows = cat([frame.narrow(1, 0, 1), tokens, frame.narrow(1, 1, 1)], 1);
        return AddWhole(new ExpertRows(rows, null), (int)rows.shape[1]).Understanding!;
    }

    /// <summary>
    /// Adds a picture to each row as clean latent tokens (count, tokens, width of a latent token), at flow time 0: for
    /// tests against the authors' files, which edit pictures.
    /// </summary>
    public ExpertRows AddLatents(Tensor latents, TokenGrid grid)
    {
        var rows = parts.LatentRows(latents, zeros(Count, device: parts.Device), grid);
        return AddWhole(rows, grid.Count + 2);
    }

    /// <summary>
    /// The pass of a picture that is being drawn: its rows see everything so far and each other; the cache stays as it
    /// is.
    /// </summary>
    /// <param name="latents">(count, tokens, width of a latent token) at the given times.</param>
    /// <param name="times">(count) flow times.</param>
    /// <param name="grid">The picture's token grid.</param>
    /// <param name="freezeUnderstanding">Cuts the gradient in the frame rows.</param>
    /// <param name="recompute">Whether layers are computed again on the way back.</param>
    /// <returns>Velocities (count, tokens, width of a latent token).</returns>
    public Tensor Velocity(
        Tensor latents, Tensor times, TokenGrid grid, bool freezeUnderstanding = true, bool recompute = false)
    {
        var rows = parts.LatentRows(latents, times, grid);
        var count = grid.Count + 2;
        var done = parts.Decoder.Forward(
            rows, WholePositions(count), BesideMask(count), Cache, keep: false, freezeUnderstanding, recompute);
        return parts.ToVelocity(done.Generation!);
    }

    public void Dispose() => Cache.Dispose();

    private ExpertRows AddWhole(ExpertRows rows, int count)
    {
        var done = Pass(rows, WholePositions(count), WholeMask(count), [.. Enumerable.Repeat(count, Count)]);
        for (var row = 0; row < Count; row++)
        {
            Positions[row]++;
        }

        return done;
    }

    private ExpertRows Pass(ExpertRows rows, Tensor places, Tensor? mask, IReadOnlyList<int> columns)
    {
        var done = parts.Decoder.Forward(rows, places, mask, Cache, keep: true);
        Cache.Extend(columns);
        return done;
    }

    // All tokens of a picture stand at one position.
    private Tensor WholePositions(int count) =>
        tensor(Positions, [Count, 1], device: parts.Device).expand(Count, count);

    // The i-th new token sees its own context and the new tokens up to itself; padding sees something too, for a row
    // that sees nothing would make a NaN.
    private Tensor? CausalMask(int count) => count == 1 && Cache.IsEven
        ? null
        : Columns(count).le(Own().Plus(TensorArithmetic.Numbers(count, parts.Device).reshape(1, 1, -1, 1)));

    // New tokens that are kept stand after their own context and see each other.
    private Tensor? WholeMask(int count)
    {
        using var more = ((long)count).ToScalar();
        return Cache.IsEven ? null : ForAll(Columns(count).lt(Own().Plus(more)), count);
    }

    // New tokens that are not kept stand after the longest context and see each other.
    private Tensor? BesideMask(int count)
    {
        using var longest = ((long)Cache.Length).ToScalar();
        var columns = Columns(count);
        return Cache.IsEven ? null : ForAll(columns.lt(Own()).logical_or(columns.ge(longest)), count);
    }

    private Tensor ForAll(Tensor mask, int count) => mask.expand(Count, 1, count, Cache.Length + count);

    private Tensor Columns(int count) =>
        TensorArithmetic.Numbers(Cache.Length + count, parts.Device).reshape(1, 1, 1, -1);

    // Each context's own columns, (rows or 1, 1, 1, 1).
    private Tensor Own()
    {
        long[] own = Cache.IsEven ? [Cache.Length] : [.. Cache.Lengths.Select(length => (long)length)];
        return tensor(own, [own.Length, 1, 1, 1], dtype: int64, device: parts.Device);
    }
}
