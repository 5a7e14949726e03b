using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using Srum.Text;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Tests.Models.Bagel;

/// <summary>
/// A training step of one layer pair in the sizes of BAGEL-7B (hidden 3,584, gated network 18,944, 28 heads, 4 key
/// heads; 12 GiB, most of them float64), and of a small one, against the same step written out in float64.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FullWidthTests
{
    private const int Side = 4;

    private const double Rate = 1e-3, Epsilon = 1e-4, Clip = 1;

    private const string Layer = "language_model.model.layers.0.";

    [Fact]
    public void A_training_step_of_a_small_layer_pair_is_that_of_float64() => Compare(6, 2, 8, 40);

    [Fact(Explicit = true), Trait("Category", "Memory")]
    public void A_training_step_of_a_full_width_layer_pair_is_that_of_float64() => Compare(28, 4, 128, 18_944);

    private static void Compare(int heads, int keyHeads, int width, int mlp)
    {
        using var scope = NewDisposeScope();
        var small = FixtureModel.Config;
        var config = small with
        {
            Language = small.Language with
            {
                HiddenSize = heads * width, Layers = 1, Heads = heads, KeyValueHeads = keyHeads, MlpSize = mlp,
            },
        };
        using var parts = new BagelParts(
            config, Tokenizer.Open(FixtureModel.Folder), ParameterStore.Random(3), ParameterStore.Random(4));
        var generation = parts.Store.Parameters.Where(parameter => IsGeneration(parameter.Name)).ToArray();
        using (no_grad())
        {
            // The last projection begins as zeros, and norms as ones: other numbers show more.
            foreach (var (name, value) in generation.Where(parameter => parameter.Value.numel() < 1 << 22))
            {
                using var generator = new Generator((ulong)Initialiser.Seed(name, 9));
                value.add_(randn(value.shape, generator: generator).mul_(tensor(0.05f)), 1L.ToScalar());
            }
        }

        foreach (var (_, value) in generation)
        {
            value.requires_grad = true;
        }

        var latent = Side * config.LatentPatch;
        var clean = randn([config.Autoencoder.LatentChannels, latent, latent], generator: new Generator(1));
        var noise = randn([Side * Side, config.LatentWidth], generator: new Generator(2));
        const double Time = 0.625;
        FlowSample[] samples = [new(["a red circle left of a blue square"], clean, Time, noise)];

        var reference = Reference(parts, clean, noise, Time);
        using (var forward = FlowTraining.Forward(parts, samples, freezeUnderstanding: true))
        {
            var loss = forward.Errors([clean]).mean();
            Assert.Equal(reference.Loss, loss.Number(), 1e-5 * reference.Loss);
            loss.backward();
        }

        var start = generation.ToDictionary(parameter => parameter.Name, parameter => parameter.Value.detach().clone());
        foreach (var (name, value) in generation)
        {
            Assert.InRange(Distance(value.grad!, reference.Gradients[name]), 0, 1e-4);
        }

        using var optimiser = new AdamW(
            [.. generation.Select(parameter => parameter.Value)],
            new AdamWSettings { Epsilon = Epsilon, ClipNorm = Clip });
        var norm = optimiser.Step(Rate);
        Assert.Equal(reference.Norm, norm, 1e-5 * reference.Norm);
        foreach (var (name, value) in generation)
        {
            using var inner = NewDisposeScope();
            using var outside = no_grad();
            // The first step of Adam: mean and square are the gradient's own once their bias is taken out.
            var gradient = reference.Gradients[name] * tensor(Math.Min(1, Clip / (reference.Norm + 1e-6)));
            var moved = (gradient * tensor(-Rate)).div(gradient.abs().Plus(tensor(Epsilon)));
            Assert.InRange(Distance(value.to(float64) - start[name].to(float64), moved), 0, 2e-3);
        }
    }

    private static bool IsGeneration(string name) => name.Contains("_moe_gen", StringComparison.Ordinal)
        || name.StartsWith("vae2llm", StringComparison.Ordinal) || name.StartsWith("llm2vae", StringComparison.Ordinal)
        || name.StartsWith("time_embedder", StringComparison.Ordinal);

    private static double Distance(Tensor found, Tensor expected)
    {
        using var scope = NewDisposeScope();
        return ((found.to(float64) - expected).norm() / expected.norm()).Number();
    }

    // BAGEL's training pass and its gradients in float64, written out for one layer: texts give keys and values alone.
    private static (double Loss, double Norm, Dictionary<string, Tensor> Gradients) Reference(
        BagelParts parts, Tensor clean, Tensor noise, double time)
    {
        using var scope = NewDisposeScope();
        var trained = new Dictionary<string, Tensor>();
        var (config, tokens) = (parts.Config, parts.Tokenizer);
        var sizes = config.Language;
        var (heads, keyHeads, width) = (sizes.Heads, sizes.KeyValueHeads, sizes.HeadWidth);
        var ids = parts.Frame("a red circle left of a blue square").Select(id => (long)id).ToArray();
        // The picture's frame tokens and latent tokens stand at one position, after the text.
        var frame = Own("language_model.model.embed_tokens.weight", false)
            .index_select(0, tensor([.. ids, tokens.VisionStartId, (long)tokens.VisionEndId]));
        var t = tensor(time, dtype: float64);
        var x0 = parts.ToTokens(clean.unsqueeze(0)).squeeze(0).to(float64);
        var noisy = ((tensor(1.0, dtype: float64) - t) * x0).Plus(t * noise.to(float64));
        var half = Enumerable.Range(0, 128).Select(i => Math.Exp(-Math.Log(10_000) * i / 128) * time).ToArray();
        var wave = tensor([.. half.Select(Math.Cos), .. half.Select(Math.Sin)], dtype: float64).unsqueeze(0);
        var places = PositionTable.Ids(Side, Side, config.MaxLatentSide, config.InterpolatePositions);
        var moment = Product(F.silu(Product(wave, "time_embedder.mlp.0")), "time_embedder.mlp.2");
        var rows = Product(noisy, "vae2llm").Plus(moment)
            .Plus(Own("latent_pos_embed.pos_embed", false).index_select(0, places));

        var texts = Norm(frame, Layer + "input_layernorm", "");
        var latents = Norm(rows, Layer + "input_layernorm", "_moe_gen");
        long[] at = [.. Enumerable.Range(0, ids.Length).Select(i => (long)i),
            .. Enumerable.Repeat((long)ids.Length, 2 + (int)rows.shape[0])];
        var angles = tensor([.. at.SelectMany(place => Enumerable.Range(0, width)
            .Select(i => place * Math.Pow(config.Language.RopeTheta, -2.0 * (i % (width / 2)) / width)))],
            [at.Length, 1, width], dtype: float64);
        var own = angles.narrow(0, at.Length - rows.shape[0], rows.shape[0]);
        var query = Turned(Head(latents, "q", "_moe_gen", heads), own);
        var key = Turned(cat([Head(texts, "k", "", keyHeads), Head(latents, "k", "_moe_gen", keyHeads)], 0), angles);
        var values = cat([Plain(texts, "v", ""), Plain(latents, "v", "_moe_gen")], 0);
        var scores = einsum("qgsd,kgd->gsqk", query.reshape(-1, keyHeads, heads / keyHeads, width), key)
            * tensor(1 / Math.Sqrt(width), dtype: float64);
        var mixed = einsum("gsqk,kgd->qgsd", F.softmax(scores, -1), values).reshape(-1, heads * width);
        var inner = rows.Plus(Weighed(mixed, Layer + "self_attn.o_proj_moe_gen"));
        var normed = Norm(inner, Layer + "post_attention_layernorm", "_moe_gen");
        var done = inner.Plus(Weighed(
            F.silu(Weighed(normed, Layer + "mlp_moe_gen.gate_proj")) * Weighed(normed, Layer + "mlp_moe_gen.up_proj"),
            Layer + "mlp_moe_gen.down_proj"));
        var velocity = Product(Norm(done, "language_model.model.norm", "_moe_gen"), "llm2vae");
        var loss = (velocity - (noise.to(float64) - x0)).pow(tensor(2)).mean();
        loss.backward();
        using var outside = no_grad();
        var squares = trained.Values.Sum(value => value.grad!.Squared().sum().Number());
        return (loss.Number(), Math.Sqrt(squares), trained.ToDictionary(
            pair => pair.Key, pair => pair.Value.grad!.MoveToOuterDisposeScope()));

        Tensor Own(string name, bool learns = true)
        {
            var wide = parts.Store[name].detach().to(float64);
            return learns && IsGeneration(name) ? trained[name] = wide.requires_grad_() : wide;
        }

        Tensor Weighed(Tensor x, string name) => x.matmul(Own(name + ".weight").t());

        Tensor Product(Tensor x, string name) => Weighed(x, name).Plus(Own(name + ".bias"));

        Tensor Norm(Tensor x, string name, string expert) =>
            x * x.Squared().mean([-1], keepdim: true).Plus(tensor(config.Language.NormEpsilon, dtype: float64)).rsqrt()
                * Own(name + expert + ".weight");

        Tensor Plain(Tensor x, string part, string expert) =>
            Product(x, $"{Layer}self_attn.{part}_proj{expert}").reshape(x.shape[0], -1, width);

        Tensor Head(Tensor x, string part, string expert, int count) =>
            Norm(Plain(x, part, expert).reshape(-1, count, width), $"{Layer}self_attn.{part}_norm", expert);

        static Tensor Turned(Tensor heads, Tensor angles)
        {
            var halves = heads.chunk(2, -1);
            return (heads * angles.cos()).Plus(cat([halves[1].neg(), halves[0]], -1) * angles.sin());
        }
    }
}
