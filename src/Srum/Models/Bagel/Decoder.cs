using Srum.Models.Adapters;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Bagel;

/// <summary>
/// The mixture-of-transformers decoder: two experts with weights of their own that share one attention. Context,
/// sampling and training all pass through <see cref="Forward"/>.
/// </summary>
internal sealed class Decoder : IDisposable
{
    private readonly LanguageConfig config;
    private readonly ParameterStore store;
    private readonly Expert[] understanding;
    private readonly Expert[] generation;
    private readonly Rope rope;
    private readonly Tensor embeddings;
    private readonly Tensor head;
    private readonly Scalar epsilon;
    private readonly RmsNorm understandingNorm;
    private readonly RmsNorm generationNorm;
    private readonly DecoderScript script;
    private readonly LinearLayer[] linears;

    public Decoder(LanguageConfig config, ParameterStore store)
    {
        (this.config, this.store) = (config, store);
        embeddings = store.Take("language_model.model.embed_tokens.weight", config.VocabularySize, config.HiddenSize);
        understanding = [.. Enumerable.Range(0, config.Layers).Select(layer => new Expert(config, store, layer, ""))];
        generation =
            [.. Enumerable.Range(0, config.Layers).Select(layer => new Expert(config, store, layer, "_moe_gen"))];
        understandingNorm = new RmsNorm(
            store.Take("language_model.model.norm.weight", config.HiddenSize), config.NormEpsilon);
        generationNorm = new RmsNorm(
            store.Take("language_model.model.norm_moe_gen.weight", config.HiddenSize), config.NormEpsilon);
        head = store.Take("language_model.lm_head.weight", config.VocabularySize, config.HiddenSize);
        rope = new Rope(config.HeadWidth, config.RopeTheta, embeddings.device);
        epsilon = config.NormEpsilon.ToScalar();
        script = new DecoderScript(config);
        linears = [.. understanding.Concat(generation).SelectMany(expert => expert.Linears)];
    }

    /// <summary>Called with the rows after each layer, for tests that compare layers.</summary>
    public Action<int, ExpertRows>? Observe { get; set; }

    /// <summary>
    /// Whether passes go through <see cref="DecoderScript"/>, for comparisons. Default null: as the decoder decides.
    /// </summary>
    public bool? ByScript { get; set; }

    /// <summary>Embeddings (…, hidden) of token ids (…).</summary>
    public Tensor Embed(Tensor ids) =>
        embeddings.index_select(0, ids.reshape(-1)).reshape([.. ids.shape, config.HiddenSize]);

    /// <summary>Logits (…, vocabulary) of final hidden rows (…, hidden).</summary>
    public Tensor Logits(Tensor hidden) => Linear.Apply(hidden, head, null, store.Compute);

    /// <summary>One pass over new rows that see each other and a cache.</summary>
    /// <param name="rows">New rows; m + n = Q.</param>
    /// <param name="positions">Rope positions (batch or 1, Q), int64.</param>
    /// <param name="mask">True where a row sees a column: (batch or 1, 1, Q, past + Q); null = everything.</param>
    /// <param name="cache">What was there before; null = nothing.</param>
    /// <param name="keep">
    /// Whether the new keys and values enter the cache; the caller then says how many count
    /// (<see cref="KeyValueCache.Extend"/>).
    /// </param>
    /// <param name="freezeUnderstanding">Cuts the gradient in every understanding row at every layer.</param>
    /// <param name="recompute">
    /// Whether layers are computed again on the way back (<see cref="Recomputed"/>), where nothing is kept.
    /// </param>
    /// <returns>Rows after the final norms.</returns>
    public ExpertRows Forward(
        ExpertRows rows, Tensor positions, Tensor? mask, KeyValueCache? cache, bool keep = false,
        bool freezeUnderstanding = false, bool recompute = false)
    {
        using var scope = NewDisposeScope();
        var (cosine, sine) = rope.Angles(positions);
        (cosine, sine) = (cosine.unsqueeze(2), sine.unsqueeze(2));
        var group = config.Heads / config.KeyValueHeads;
        // Query heads that share a key head become further query rows of that head: no copies of keys and values.
        var grouped = mask is null || group == 1 ? mask : mask.repeat(1, 1, group, 1);
        var frozen = freezeUnderstanding && rows.Generation is not null;
        if (IsForScript(rows))
        {
            return Normed(AtOnce(rows, cosine, sine, grouped, cache, keep));
        }

        for (var layer = 0; layer < config.Layers; layer++)
        {
            var before = rows;
            rows = recompute && !keep
                ? Again(layer, rows, cosine, sine, grouped, cache, frozen)
                : Layer(layer, rows, cosine, sine, grouped, Seen, frozen);
            Observe?.Invoke(layer, rows);
            if (layer > 0)
            {
                before.Understanding?.Dispose();
                before.Generation?.Dispose();
            }
        }

        return Normed(rows);

        ExpertRows Normed(ExpertRows done) => new(
            done.Understanding is { } text ? understandingNorm.Forward(text).MoveToOuterDisposeScope() : null,
            done.Generation is { } latents ? generationNorm.Forward(latents).MoveToOuterDisposeScope() : null);

        (Tensor Keys, Tensor Values) Seen(int layer, Tensor keys, Tensor values) =>
            cache is null ? (keys, values) : cache.Append(layer, keys, values, keep);
    }

    /// <summary>
    /// Whether a pass goes through <see cref="DecoderScript"/>: nobody looks into layers, and nothing but plain
    /// products and torch's own attention is wanted of them.
    /// </summary>
    public bool IsForScript(ExpertRows rows)
    {
        Tensor[] all = [.. ((Tensor?[])[rows.Understanding, rows.Generation]).OfType<Tensor>()];
        return ByScript
            ?? (Observe is null && store.Compute is null && !is_grad_enabled() && all.All(Linear.IsPlain)
                && linears.All(layer => layer.Adapter is null)
                && (all.All(own => own.device_type != DeviceType.CPU) || HeadRows(all) < Attention.ManyRows));
    }

    // Rows of all heads, as attention counts them.
    private long HeadRows(Tensor[] rows) => config.Heads * rows.Sum(own => own.shape[0] * own.shape[1]);

    private ExpertRows AtOnce(
        ExpertRows rows, Tensor cosine, Tensor sine, Tensor? mask, KeyValueCache? cache, bool keep)
    {
        var (text, latents) = (rows.Understanding, rows.Generation);
        Tensor[] all = [.. ((Tensor?[])[text, latents]).OfType<Tensor>()];
        Expert[][] experts = [.. text is null ? (Expert[][])[] : [understanding],
            .. latents is null ? (Expert[][])[] : [generation]];
        Tensor[] weights =
        [
            .. Enumerable.Range(0, config.Layers).SelectMany(
                layer => experts.SelectMany(expert => expert[layer].Weights)),
        ];
        var like = all[0].new_empty(all[0].shape[0], config.KeyValueHeads, 0, config.HeadWidth);
        var room = cache?.Room((int)all.Sum(own => own.shape[1]), like, keep);
        var done = script.Apply(all, weights, cosine, sine, mask, room);
        return new ExpertRows(text is null ? null : done[0], latents is null ? null : done[^1]);
    }

    // A layer that is computed again on the way back: everything that it reads besides parameters goes in by name.
    private ExpertRows Again(
        int layer, ExpertRows rows, Tensor cosine, Tensor sine, Tensor? mask, KeyValueCache? cache, bool frozen)
    {
        Tensor?[] inputs =
        [
            rows.Generation, frozen ? rows.Understanding?.detach() : rows.Understanding, cosine, sine, mask,
            .. cache is { Length: > 0 } ? [cache.Keys(layer), cache.Values(layer)] : (Tensor?[])[null, null],
        ];
        int[] places = [.. inputs.Index().Where(input => input.Item is not null).Select(input => input.Index)];
        var found = Recomputed.Of(
            given =>
            {
                var all = new Tensor?[inputs.Length];
                foreach (var (place, input) in places.Zip(given))
                {
                    all[place] = input;
                }

                var done = Layer(
                    layer, new ExpertRows(all[1], all[0]), all[2]!, all[3]!, all[4],
                    (_, keys, values) => all[5] is { } past
                        ? (cat([past, keys], 2), cat([all[6]!, values], 2)) : (keys, values),
                    frozen);
                return Joined(done.Understanding, done.Generation);
            },
            [.. inputs.OfType<Tensor>()]);
        var (texts, all) = (rows.Understanding?.shape[1] ?? 0, found.shape[1]);
        return new ExpertRows(
            texts == 0 ? null : found.narrow(1, 0, texts), texts == all ? null : found.narrow(1, texts, all - texts));
    }

    private ExpertRows Layer(
        int layer, ExpertRows rows, Tensor cosine, Tensor sine, Tensor? mask,
        Func<int, Tensor, Tensor, (Tensor Keys, Tensor Values)> seen, bool frozen)
    {
        // What a layer needs on its way goes at its end (autograd keeps what the way back needs): memory stays that of
        // one layer.
        using var scope = NewDisposeScope();
        var (text, latents) = (rows.Understanding, rows.Generation);
        var (textExpert, latentExpert) = (understanding[layer], generation[layer]);
        Projection? ofText = null, ofLatents = null;
        if (text is not null)
        {
            using var cut = frozen ? no_grad() : null;
            ofText = textExpert.Project(text);
        }

        if (latents is not null)
        {
            ofLatents = latentExpert.Project(latents);
        }

        // Queries and keys of all rows are normed and turned together: the norms differ by their weights alone.
        var heads = RmsNorm.Apply(
            Joined(ofText?.Heads, ofLatents?.Heads), Joined(ofText?.Weights, ofLatents?.Weights), epsilon);
        var value = Joined(ofText?.Value, ofLatents?.Value).transpose(1, 2);
        var turned = Rope.Apply(heads, cosine, sine).to(value.dtype).transpose(1, 2);
        var query = turned.narrow(1, 0, config.Heads);
        var key = turned.narrow(1, config.Heads, config.KeyValueHeads);
        (key, value) = seen(layer, key, value);
        var (batch, count, width) = (query.shape[0], query.shape[2], config.HeadWidth);
        var mixed = Attention.Apply(query.reshape(batch, config.KeyValueHeads, -1, width), key, value, mask)
            .reshape(batch, config.Heads, count, width).transpose(1, 2).reshape(batch, count, config.HiddenSize);
        var split = text?.shape[1] ?? 0;
        if (text is not null)
        {
            using var cut = frozen ? no_grad() : null;
            text = textExpert.Finish(text, split == count ? mixed : mixed.narrow(1, 0, split));
        }

        if (latents is not null)
        {
            latents = latentExpert.Finish(latents, split == 0 ? mixed : mixed.narrow(1, split, count - split));
        }

        return new ExpertRows(text?.MoveToOuterDisposeScope(), latents?.MoveToOuterDisposeScope());
    }

    private static Tensor Joined(Tensor? first, Tensor? second) =>
        first is null ? second! : second is null ? first : cat([first, second], 1);

    /// <summary>Frees what it holds besides the store's parameters.</summary>
    public void Dispose() => rope.Dispose();

    /// <summary>What an expert makes of rows for the shared attention.</summary>
    /// <param name="Heads">Queries, then keys, before their norms: (batch, rows, heads + kv heads, width).</param>
    /// <param name="Weights">The norms' weights for each row: (1, rows, heads + kv heads, width).</param>
    /// <param name="Value">(batch, rows, kv heads, width).</param>
    private readonly record struct Projection(Tensor Heads, Tensor Weights, Tensor Value);

    /// <summary>One expert's share of a layer.</summary>
    private sealed class Expert
    {
        private readonly LanguageConfig config;
        private readonly ParameterStore store;
        private readonly RmsNorm inputNorm;
        private readonly RmsNorm outputNorm;
        private readonly Tensor queryNorm;
        private readonly Tensor keyNorm;
        private readonly LinearLayer query;
        private readonly LinearLayer key;
        private readonly LinearLayer value;
        private readonly LinearLayer output;
        private readonly LinearLayer gate;
        private readonly LinearLayer up;
        private readonly LinearLayer down;

        public Expert(LanguageConfig config, ParameterStore store, int layer, string suffix)
        {
            (this.config, this.store) = (config, store);
            var name = $"language_model.model.layers.{layer}.";
            var (hidden, keyWidth) = (config.HiddenSize, config.KeyValueHeads * config.HeadWidth);
            inputNorm = Norm($"{name}input_layernorm{suffix}.weight");
            query = store.TakeLayer($"{name}self_attn.q_proj{suffix}", hidden, hidden, bias: true);
            key = store.TakeLayer($"{name}self_attn.k_proj{suffix}", keyWidth, hidden, bias: true);
            value = store.TakeLayer($"{name}self_attn.v_proj{suffix}", keyWidth, hidden, bias: true);
            output = store.TakeLayer($"{name}self_attn.o_proj{suffix}", hidden, hidden);
            queryNorm = store.Take($"{name}self_attn.q_norm{suffix}.weight", config.HeadWidth);
            keyNorm = store.Take($"{name}self_attn.k_norm{suffix}.weight", config.HeadWidth);
            outputNorm = Norm($"{name}post_attention_layernorm{suffix}.weight");
            gate = store.TakeLayer($"{name}mlp{suffix}.gate_proj", config.MlpSize, hidden);
            up = store.TakeLayer($"{name}mlp{suffix}.up_proj", config.MlpSize, hidden);
            down = store.TakeLayer($"{name}mlp{suffix}.down_proj", hidden, config.MlpSize);

            RmsNorm Norm(string full) => new(store.Take(full, hidden), config.NormEpsilon);
        }

        /// <summary>Its linear layers.</summary>
        public IEnumerable<LinearLayer> Linears => [query, key, value, output, gate, up, down];

        /// <summary>Its tensors in the order of <see cref="DecoderScript"/>.</summary>
        public Tensor[] Weights =>
        [
            inputNorm.Weight, query.Weight, query.Bias!, key.Weight, key.Bias!, value.Weight, value.Bias!, queryNorm,
            keyNorm, output.Weight, outputNorm.Weight, gate.Weight, up.Weight, down.Weight,
        ];

        public Projection Project(Tensor rows)
        {
            var x = inputNorm.Forward(rows);
            x = store.Compute is { } compute ? x.to(compute) : x;
            var weights = cat([queryNorm
                .expand(config.Heads, config.HeadWidth), keyNorm.expand(config.KeyValueHeads, config.HeadWidth)], 0);
            return new Projection(
                cat([Heads(query), Heads(key)], 2), weights.expand(1, x.shape[1], weights.shape[0], config.HeadWidth),
                Heads(value));

            Tensor Heads(LinearLayer part) =>
                part.Apply(x).reshape(x.shape[0], x.shape[1], -1, config.HeadWidth);
        }

        /// <summary>The rows after attention's output and the gated network, each with its residual.</summary>
        public Tensor Finish(Tensor rows, Tensor mixed)
        {
            var x = rows.Plus(output.Apply(mixed));
            var normed = outputNorm.Forward(x);
            normed = store.Compute is { } compute ? normed.to(compute) : normed;
            return x.Plus(down.Apply(F.silu(gate.Apply(normed)) * up.Apply(normed)));
        }
    }
}
