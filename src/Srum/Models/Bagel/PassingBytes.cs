namespace Srum.Models.Bagel;

/// <summary>
/// Bytes of the tensors that pass through a BAGEL, counted off the code that makes them: what is held at once, and what
/// autograd keeps. Kernels' own buffers come on top.
/// </summary>
/// <param name="Config">The model's sizes.</param>
/// <param name="Precision">How it is held.</param>
internal sealed record PassingBytes(BagelConfig Config, ModelPrecision Precision)
{
    private long Hidden => Config.Language.HiddenSize;

    private long KeyWidth => (long)Config.Language.KeyValueHeads * Config.Language.HeadWidth;

    private long Mlp => Config.Language.MlpSize;

    // Of a product's outcome, and of a row between layers.
    private long Product => Precision == ModelPrecision.Fp32 ? 4 : 2;

    private long Row => Precision == ModelPrecision.Bf16 ? 2 : 4;

    // A norm's square, outcome and weighed outcome; where products are narrower, the wide and the narrowed row too.
    private long Norm => Precision == ModelPrecision.Fp32 ? 12 : 16;

    /// <summary>A decoder layer without gradient at its end, where all that it made is still held.</summary>
    /// <param name="rows">Rows of the pass, all batches together.</param>
    public long Layer(long rows)
    {
        var heads = Hidden + KeyWidth;
        // Rope turns in fp32: half a sign, a joint, two products, a sum, and the narrowed sum.
        var turned = (18 * heads) + (Precision == ModelPrecision.Fp32 ? 0 : Product * heads);
        var row = (2 * Norm * Hidden) + (Norm * heads) + turned
            + (Product * ((Hidden + (2 * KeyWidth)) + (2 * heads) + KeyWidth + (5 * Hidden) + (4 * Mlp)))
            + (3 * Row * Hidden);
        return (rows * row) + CastWeights;
    }

    /// <summary>What autograd keeps of one layer until the way back.</summary>
    /// <param name="rows">Generation rows, all pictures together.</param>
    /// <param name="past">Columns of contexts, all pictures together.</param>
    /// <param name="rank">Rank of adapters; 0 where weights are trained.</param>
    public long Kept(long rows, long past, int rank)
    {
        var heads = Hidden + KeyWidth;
        // Row and joined heads before their norms, and what enters products.
        var inside = (2 * 4 * Hidden) + (4 * heads)
            + (Product * ((2 * Hidden) + (3 * Hidden) + (4 * Mlp) + (2 * KeyWidth)));
        // Norms keep what they weigh; adapters what is between their two products.
        inside += (2 * 4 * Hidden) + (4 * heads) + (Product * 2 * 7 * rank);
        return (rows * inside) + (2 * Product * KeyWidth * past) + CastWeights;
    }

    /// <summary>What is kept of a layer that is computed again: the rows that went in, and the past.</summary>
    public long KeptAgain(long rows, long past) => (Row * Hidden * rows) + (2 * Product * KeyWidth * past);

    /// <summary>Gradients on their way through one layer.</summary>
    public long Back(long rows) => Product * rows * ((3 * Mlp) + (4 * Hidden));

    /// <summary>The widest stage of the autoencoder's decoder.</summary>
    /// <param name="width">Pixels of the pictures.</param>
    /// <param name="height">Pixels of the pictures.</param>
    /// <param name="pictures">So many at once.</param>
    public long Decoding(int width, int height, int pictures) => pictures * AutoencoderSize.Layers(Config.Autoencoder)
        .Where(layer => layer.IsDecoder)
        .Max(layer => 4L * (width >> layer.Level) * (height >> layer.Level) * layer.Held);

    /// <summary>A layer of the vision encoder, which holds one stage at a time.</summary>
    /// <param name="patches">Patches of all pictures together.</param>
    public long Vision(long patches)
    {
        var (width, mlp) = ((long)Config.Vision.HiddenSize, (long)Config.Vision.MlpSize);
        return Product * patches * Math.Max(8 * width, (4 * width) + (2 * mlp));
    }

    /// <summary>Keys and values of a batch of contexts in room for so many columns.</summary>
    public long Cache(long batch, long columns) =>
        2 * Product * Config.Language.Layers * KeyWidth * batch * columns;

    // Mixed precision narrows a layer's weights for its products.
    private long CastWeights =>
        Precision == ModelPrecision.Mixed ? 2 * BagelFootprint.LayerNumbers(Config.Language) : 0;
}
