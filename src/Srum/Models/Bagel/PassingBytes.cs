namespace Srum.Models.Bagel;

/// <summary>
/// Bytes of the tensors that pass through a BAGEL, counted off the code that makes them: what is held at once, and what
/// autograd keeps. Kernels' own buffers come on top.
/// </summary>
/// <param name="Config">The model's sizes.</param>
/// <param name="Precision">How it is held.</param>
internal sealed record PassingBytes(BagelConfig Config, ModelPrecision Precision)
{
    /// <summary>The decoder's.</summary>
    public DecoderBytes Decoder { get; } = new(Config.Language, Precision, NormsHeads: true);

    /// <summary>The widest stage of the autoencoder's decoder.</summary>
    /// <param name="width">Pixels of the pictures.</param>
    /// <param name="height">Pixels of the pictures.</param>
    /// <param name="pictures">So many at once.</param>
    public long Decoding(int width, int height, int pictures) => pictures * AutoencoderSize.Layers(Config.Autoencoder)
        .Where(layer => layer.IsDecoder)
        .Max(layer => layer.Bytes(width, height));

    /// <summary>A layer of the vision encoder, which holds one stage at a time.</summary>
    /// <param name="patches">Patches of all pictures together.</param>
    public long Vision(long patches)
    {
        var (width, mlp) = ((long)Config.Vision.HiddenSize, (long)Config.Vision.MlpSize);
        return Decoder.Product * patches * Math.Max(8 * width, (4 * width) + (2 * mlp));
    }
}
