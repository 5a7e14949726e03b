using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>A Janus' parts over one store of parameters.</summary>
internal sealed class JanusParts : IDisposable
{
    public JanusParts(JanusConfig config, PromptTokens tokens, ParameterStore store, Device? device = null)
    {
        (Config, Tokens, Store, Device) = (config, tokens, store, device ?? CPU);
        Vision = new VisionTower(config, store);
        Codec = new PictureCodec(config.CodeBook, store);
        Codes = new CodeRows(config, store);
        Decoder = new Decoder(config.Language, store);
    }

    public JanusConfig Config { get; }

    public PromptTokens Tokens { get; }

    public ParameterStore Store { get; }

    public Device Device { get; }

    public VisionTower Vision { get; }

    public PictureCodec Codec { get; }

    public CodeRows Codes { get; }

    public Decoder Decoder { get; }

    /// <summary>
    /// Whether drawing passes through a parameter, so that training on drawn pictures moves it. The decoder draws and
    /// reads.
    /// </summary>
    public static bool IsGeneration(string name) =>
        name.StartsWith("gen_embed", StringComparison.Ordinal)
        || name.StartsWith("gen_aligner", StringComparison.Ordinal)
        || name.StartsWith("gen_head", StringComparison.Ordinal)
        || (name.StartsWith("language_model", StringComparison.Ordinal) && name != Decoder.HeadName);

    /// <summary>
    /// Whether nothing may train a parameter: the codec, whose codes would mean other pictures, and what nothing reads.
    /// </summary>
    public static bool IsFixed(string name) =>
        name.StartsWith(PictureCodec.Prefix, StringComparison.Ordinal)
            || name.StartsWith(VisionTower.Pooling, StringComparison.Ordinal);

    /// <summary>Whether a parameter is held and saved in fp32 whatever the model's precision: the codec's.</summary>
    public static bool StaysFp32(string name) => name.StartsWith(PictureCodec.Prefix, StringComparison.Ordinal);

    /// <summary>
    /// The rows (batch, longest, hidden) of prompts, padded on the left; pictures stand at their places.
    /// </summary>
    /// <param name="batch">The prompts.</param>
    public Tensor Embed(PromptBatch batch) =>
        Embed(batch.Ids, batch.Pictures.Count == 0 ? null : Config.Input.Apply(batch.Pictures).to(Device));

    /// <summary>The rows (batch, count, hidden) of tokens; pictures stand at their places.</summary>
    /// <param name="ids">(batch, count) int64.</param>
    /// <param name="pictures">The tower's input, (n, 3, side, side); null = none.</param>
    public Tensor Embed(Tensor ids, Tensor? pictures)
    {
        var rows = Decoder.Embed(ids);
        if (pictures is null)
        {
            return rows;
        }

        using var places = ids.eq(pictureId()).flatten().nonzero().squeeze(-1);
        var seen = Vision.Forward(pictures).flatten(0, 1);
        return rows.flatten(0, 1).index_copy(0, places, seen.to(rows.dtype)).reshape(rows.shape);

        Tensor pictureId() => tensor((long)Tokens.PictureId, dtype: int64, device: Device);
    }

    public void Dispose()
    {
        Store.Dispose();
        Decoder.Dispose();
    }
}
