namespace Srum.Models;

/// <summary>
/// Bytes of the tensors that pass through a decoder, counted off the code that makes them: what is held at once, and
/// what autograd keeps. Kernels' own buffers come on top.
/// </summary>
/// <param name="Sizes">The decoder's sizes.</param>
/// <param name="Precision">How it is held.</param>
/// <param name="NormsHeads">Whether queries and keys have norms of their own.</param>
internal sealed record DecoderBytes(LanguageConfig Sizes, ModelPrecision Precision, bool NormsHeads)
{
    private long Hidden => Sizes.HiddenSize;

    private long KeyWidth => (long)Sizes.KeyValueHeads * Sizes.HeadWidth;

    private long Mlp => Sizes.MlpSize;

    // Queries and keys of a row.
    private long Heads => Hidden + KeyWidth;

    /// <summary>Bytes of a number that a product makes.</summary>
    public long Product => Precision.ComputedBytes();

    /// <summary>Bytes of a number of a row between layers.</summary>
    public long Row => Precision.HeldBytes();

    // Where two experts share an attention: the weights of each row's norms, and each expert's part of what is mixed.
    private long Joined => (Row * Heads) + (Product * Hidden);

    // A norm's square, outcome and weighed outcome; where products are narrower, the wide and the narrowed row too.
    private long Norm => Precision == ModelPrecision.Fp32 ? 12 : 16;

    /// <summary>A layer without gradient at its end, where all that it made is still held.</summary>
    /// <param name="rows">Rows of the pass, all batches together.</param>
    /// <param name="joined">Whether they are rows of two experts.</param>
    public long Layer(long rows, bool joined = false)
    {
        // Rope turns in fp32: half a sign, a joint, two products, a sum, and the narrowed sum.
        var turned = (18 * Heads) + (Precision == ModelPrecision.Fp32 ? 0 : Product * Heads);
        var row = (2 * Norm * Hidden) + (NormsHeads ? Norm * Heads : 0) + turned
            + (Product * ((Hidden + (2 * KeyWidth)) + (2 * Heads) + KeyWidth + (5 * Hidden) + (4 * Mlp)))
            + (3 * Row * Hidden)
            + (joined ? Joined + (Product * (Heads + KeyWidth)) : 0);
        return (rows * row) + CastWeights;
    }

    /// <summary>What autograd keeps of one layer until the way back.</summary>
    /// <param name="rows">Rows through which gradients flow, all pictures together.</param>
    /// <param name="past">Columns of contexts, all pictures together.</param>
    /// <param name="rank">Rank of adapters; 0 where weights are trained.</param>
    /// <param name="joined">Whether rows of another expert pass with them.</param>
    public long Kept(long rows, long past, int rank, bool joined = false)
    {
        var normed = NormsHeads ? 4 * Heads : 0;
        // Row and joined heads before their norms, and what enters products.
        var inside = (2 * 4 * Hidden) + normed
            + (Product * ((2 * Hidden) + (3 * Hidden) + (4 * Mlp) + (2 * KeyWidth)));
        // Norms keep what they weigh; adapters what is between their two products.
        inside += (2 * 4 * Hidden) + normed + (Product * 2 * 7 * rank) + (joined ? Joined : 0);
        return (rows * inside) + (2 * Product * KeyWidth * past) + CastWeights;
    }

    /// <summary>What is kept of a layer that is computed again: the rows that went in, and the past.</summary>
    public long KeptAgain(long rows, long past) => (Row * Hidden * rows) + (2 * Product * KeyWidth * past);

    /// <summary>Gradients on their way through one layer.</summary>
    public long Back(long rows) => Product * rows * ((3 * Mlp) + (4 * Hidden));

    /// <summary>Keys and values of a batch of contexts in room for so many columns.</summary>
    public long Cache(long batch, long columns) => 2 * Product * Sizes.Layers * KeyWidth * batch * columns;

    /// <summary>
    /// Who sees whom: once, again for the heads that share a key head, and the numbers that attention makes of that.
    /// </summary>
    /// <param name="batch">Contexts.</param>
    /// <param name="rows">Rows of each.</param>
    /// <param name="columns">Columns that they see or not.</param>
    public long Mask(long batch, long rows, long columns) =>
        batch * rows * columns * (1 + ((1 + 4) * (Sizes.Heads / Sizes.KeyValueHeads)));

    // Mixed precision narrows a layer's weights for its products.
    private long CastWeights => Precision == ModelPrecision.Mixed ? 2 * Sizes.LayerNumbers : 0;
}
