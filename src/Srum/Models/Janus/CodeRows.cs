using static TorchSharp.torch;

namespace Srum.Models.Janus;

/// <summary>Codes on their way into the decoder, and out of it: an embedding with its aligner, and a head.</summary>
internal sealed class CodeRows
{
    private readonly ParameterStore store;
    private readonly Tensor embeddings;
    private readonly Projector aligner;

    public CodeRows(JanusConfig config, ParameterStore store)
    {
        this.store = store;
        var (count, width, hidden, inner) = (
            config.CodeBook.Size, config.CodeEmbeddingWidth, config.Language.HiddenSize, config.HeadWidth);
        // A table of its own, not the code book.
        embeddings = store.Take("gen_embed.weight", count, width);
        aligner = new Projector(store, "gen_aligner", config.CodeAlignerDepth, width, hidden);
        store.Take("gen_head.output_mlp_projector.weight", inner, hidden);
        store.Take("gen_head.output_mlp_projector.bias", inner);
        store.Take("gen_head.vision_head.weight", count, inner);
        store.Take("gen_head.vision_head.bias", count);
    }

    /// <summary>Called with the head's inner rows, for tests.</summary>
    public Action<Tensor>? ObserveInner { get; set; }

    /// <summary>Embeddings (…, width) of codes (…), before their aligner.</summary>
    public Tensor Embed(Tensor ids) =>
        embeddings.index_select(0, ids.reshape(-1)).reshape([.. ids.shape, embeddings.shape[1]]);

    /// <summary>What stands in the decoder for codes (…): (…, hidden).</summary>
    public Tensor Forward(Tensor ids) => aligner.Forward(Embed(ids));

    /// <summary>Logits (…, codes) of final rows (…, hidden).</summary>
    public Tensor Logits(Tensor rows)
    {
        var inner = Affine("gen_head.output_mlp_projector", rows);
        ObserveInner?.Invoke(inner);
        return Affine("gen_head.vision_head", inner.gelu());
    }

    private Tensor Affine(string name, Tensor x) =>
        Linear.Apply(x, store[name + ".weight"], store[name + ".bias"], store.Compute);
}
