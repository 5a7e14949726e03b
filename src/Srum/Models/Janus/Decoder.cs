using Srum.Models.Adapters;
using Srum.Native;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Janus;

/// <summary>The Llama decoder that reads and draws: every row sees those before it, text and pictures alike.</summary>
internal sealed class Decoder : IDisposable
{
    private readonly LanguageConfig config;
    private readonly ParameterStore store;
    private readonly Block[] blocks;
    private readonly Rope rope;
    private readonly Tensor embeddings;
    private readonly Tensor head;
    private readonly RmsNorm norm;

    public Decoder(LanguageConfig config, ParameterStore store)
    {
        (this.config, this.store) = (config, store);
        embeddings = store.Take("language_model.model.embed_tokens.weight", config.VocabularySize, config.HiddenSize);
        blocks = [.. Enumerable.Range(0, config.Layers).Select(layer => new Block(config, store, layer))];
        norm = new RmsNorm(store.Take("language_model.model.norm.weight", config.HiddenSize), config.NormEpsilon);
        head = store.Take(HeadName, config.VocabularySize, config.HiddenSize);
        rope = new Rope(config.HeadWidth, config.RopeTheta, embeddings.device);
    }

    /// <summary>The published name of the head that writes text; drawing does not pass through it.</summary>
    public const string HeadName = "language_model.lm_head.weight";

    /// <summary>Called with the rows after each layer, for tests that compare layers.</summary>
    public Action<int, Tensor>? Observe { get; set; }

    /// <summary>Embeddings (…, hidden) of token ids (…).</summary>
    public Tensor Embed(Tensor ids) =>
        embeddings.index_select(0, ids.reshape(-1)).reshape([.. ids.shape, config.HiddenSize]);

    /// <summary>Logits (…, vocabulary) of final rows (…, hidden).</summary>
    public Tensor Logits(Tensor rows) => Linear.Apply(rows, head, null, store.Compute);

    /// <summary>One pass over new rows that see each other and a cache.</summary>
    /// <param name="rows">New rows (batch, count, hidden).</param>
    /// <param name="positions">Rope positions (batch or 1, count), int64.</param>
    /// <param name="mask">
    /// True where a row sees a column: (batch or 1, 1, count, past + count); null = everything.
    /// </param>
    /// <param name="cache">
    /// What was there before, which the new rows enter; null = nothing, and they enter nothing.
    /// </param>
    /// <param name="recompute">
    /// Whether layers are computed again on the way back (<see cref="Recomputed"/>); without a cache alone.
    /// </param>
    /// <returns>Rows after the final norm.</returns>
    public Tensor Forward(
        Tensor rows, Tensor positions, Tensor? mask, KeyValueCache? cache, bool recompute = false)
    {
        using var scope = NewDisposeScope();
        var (cosine, sine) = rope.Angles(positions);
        (cosine, sine) = (cosine.unsqueeze(2), sine.unsqueeze(2));
        // Query heads that share a key head become further query rows of that head: no copies of keys and values.
        var group = config.Heads / config.KeyValueHeads;
        var grouped = mask is null || group == 1 ? mask : mask.repeat(1, 1, group, 1);
        var x = rows;
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var before = x;
            x = recompute && cache is null
                ? Again(layer, before, cosine, sine, grouped) : Layer(layer, before, cosine, sine, grouped, cache);
            Observe?.Invoke(layer, x);
            if (layer > 0)
            {
                before.Dispose();
            }
        }

        cache?.Extend((int)rows.shape[1]);
        return norm.Forward(x).MoveToOuterDisposeScope();
    }

    private Tensor Again(int layer, Tensor rows, Tensor cosine, Tensor sine, Tensor? mask) => Recomputed.Of(
        given => Layer(layer, given[0], given[1], given[2], given.ElementAtOrDefault(3), cache: null),
        [rows, cosine, sine, .. mask is null ? (Tensor[])[] : [mask]]);

    private Tensor Layer(int layer, Tensor rows, Tensor cosine, Tensor sine, Tensor? mask, KeyValueCache? cache)
    {
        using var scope = NewDisposeScope();
        var block = blocks[layer];
        var (heads, value) = block.Project(rows);
        var turned = Rope.Apply(heads, cosine, sine).to(value.dtype).transpose(1, 2);
        var query = turned.narrow(1, 0, config.Heads);
        var key = turned.narrow(1, config.Heads, config.KeyValueHeads);
        value = value.transpose(1, 2);
        (key, value) = cache is null ? (key, value) : cache.Append(layer, key, value);
        var (batch, count, width) = (rows.shape[0], rows.shape[1], config.HeadWidth);
        var mixed = Attention.Apply(
            query.reshape(batch, config.KeyValueHeads, -1, width), key, value, mask)
            .reshape(batch, config.Heads, count, width).transpose(1, 2).reshape(batch, count, config.HiddenSize);
        return block.Finish(rows, mixed).MoveToOuterDisposeScope();
    }

    /// <summary>Frees what it holds besides the store's parameters.</summary>
    public void Dispose() => rope.Dispose();

    /// <summary>The weights of one layer.</summary>
    private sealed class Block
    {
        private readonly LanguageConfig config;
        private readonly ParameterStore store;
        private readonly RmsNorm inputNorm;
        private readonly RmsNorm outputNorm;
        private readonly LinearLayer query;
        private readonly LinearLayer key;
        private readonly LinearLayer value;
        private readonly LinearLayer output;
        private readonly LinearLayer gate;
        private readonly LinearLayer up;
        private readonly LinearLayer down;

        public Block(LanguageConfig config, ParameterStore store, int layer)
        {
            (this.config, this.store) = (config, store);
            var (hidden, keyWidth) = (config.HiddenSize, config.KeyValueHeads * config.HeadWidth);
            inputNorm = Norm("input_layernorm");
            query = Take("self_attn.q_proj", hidden, hidden);
            key = Take("self_attn.k_proj", keyWidth, hidden);
            value = Take("self_attn.v_proj", keyWidth, hidden);
            output = Take("self_attn.o_proj", hidden, hidden);
            outputNorm = Norm("post_attention_layernorm");
            gate = Take("mlp.gate_proj", config.MlpSize, hidden);
            up = Take("mlp.up_proj", config.MlpSize, hidden);
            down = Take("mlp.down_proj", hidden, config.MlpSize);

            RmsNorm Norm(string part) =>
                new(store.Take($"language_model.model.layers.{layer}.{part}.weight", hidden), config.NormEpsilon);

            LinearLayer Take(string part, long wanted, long width) =>
                store.TakeLayer($"language_model.model.layers.{layer}.{part}", wanted, width);
        }

        /// <summary>
        /// Queries, then keys (batch, count, heads + kv heads, width), and values (batch, count, kv heads, width).
        /// </summary>
        public (Tensor Heads, Tensor Value) Project(Tensor rows)
        {
            var x = Narrowed(inputNorm.Forward(rows));
            return (cat([Heads(query), Heads(key)], 2), Heads(value));

            Tensor Heads(LinearLayer part) =>
                part.Apply(x).reshape(x.shape[0], x.shape[1], -1, config.HeadWidth);
        }

        /// <summary>The rows after attention's output and the gated network, each with its residual.</summary>
        public Tensor Finish(Tensor rows, Tensor mixed)
        {
            var x = rows.Plus(output.Apply(mixed));
            var normed = Narrowed(outputNorm.Forward(x));
            return x.Plus(down.Apply(F.silu(gate.Apply(normed)) * up.Apply(normed)));
        }

        // Once for all products that read it.
        private Tensor Narrowed(Tensor x) => store.Compute is { } compute ? x.to(compute) : x;
    }
}
