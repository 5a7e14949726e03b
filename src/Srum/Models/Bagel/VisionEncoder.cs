using Srum.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Bagel;

/// <summary>
/// The SigLIP encoder without its pooling head, and the connector into the decoder's width. Pictures of a call
/// have one size and never see each other; pictures of other sizes go into another call.
/// </summary>
internal sealed class VisionEncoder
{
    private const string Prefix = "vit_model.vision_model.";

    private readonly BagelConfig config;
    private readonly ParameterStore store;
    private readonly VisionConfig sizes;
    private readonly Tensor positions;

    public VisionEncoder(BagelConfig config, ParameterStore store)
    {
        (this.config, this.store, sizes) = (config, store, config.Vision);
        var (width, patch) = (sizes.HiddenSize, sizes.PatchSize * sizes.PatchSize * sizes.Channels);
        store.Take(Prefix + "embeddings.patch_embedding.weight", width, patch);
        store.Take(Prefix + "embeddings.patch_embedding.bias", width);
        store.Take(Prefix + "embeddings.position_embedding.weight", sizes.TableSide * sizes.TableSide, width);
        for (var layer = 0; layer < sizes.Layers; layer++)
        {
            var name = $"{Prefix}encoder.layers.{layer}.";
            foreach (var part in (string[])["q_proj", "k_proj", "v_proj", "out_proj"])
            {
                TakeLinear($"{name}self_attn.{part}", width, width);
            }

            TakeLinear(name + "mlp.fc1", sizes.MlpSize, width);
            TakeLinear(name + "mlp.fc2", width, sizes.MlpSize);
            TakeNorm(name + "layer_norm1");
            TakeNorm(name + "layer_norm2");
        }

        TakeNorm(Prefix + "post_layernorm");
        var hidden = config.Language.HiddenSize;
        TakeLinear("connector.fc1", hidden, width);
        TakeLinear("connector.fc2", hidden, hidden);
        positions = store.Take(
            "vit_pos_embed.pos_embed", () => PositionTable.Create(config.MaxVisionSide, hidden),
            config.MaxVisionSide * config.MaxVisionSide, hidden);

        void TakeLinear(string name, long rows, long columns)
        {
            store.Take(name + ".weight", rows, columns);
            store.Take(name + ".bias", rows);
        }

        void TakeNorm(string name)
        {
            store.Take(name + ".weight", width);
            store.Take(name + ".bias", width);
        }
    }

    /// <summary>Called with each stage's name and output, for tests that compare stages.</summary>
    public Action<string, Tensor>? Observe { get; set; }

    /// <summary>Indices into both position tables for a grid of patches.</summary>
    public Tensor PositionIds(int rows, int columns) =>
        PositionTable.Ids(rows, columns, config.MaxVisionSide, config.InterpolatePositions);

    /// <summary>
    /// Patches (n, rows · columns, patch² · 3) of pictures (n, 3, H, W): row in patch, column in patch, channel.
    /// </summary>
    public static Tensor Patchify(Tensor pictures, int patch)
    {
        var (n, rows, columns) = (pictures.shape[0], pictures.shape[2] / patch, pictures.shape[3] / patch);
        return pictures.reshape(n, pictures.shape[1], rows, patch, columns, patch).permute(0, 2, 4, 3, 5, 1).reshape(
            n, rows * columns, patch * patch * pictures.shape[1]);
    }

    /// <summary>What enters the decoder, (n, patches, hidden): features, connected, plus their places.</summary>
    /// <param name="pictures">(n, 3, H, W) in [-1, 1]; H and W multiples of the patch.</param>
    public Tensor Forward(Tensor pictures)
    {
        var ids = Places((int)pictures.shape[2], (int)pictures.shape[3]).to(positions.device);
        var x = Affine(Prefix + "embeddings.patch_embedding", Seen("patches", Patchify(pictures, sizes.PatchSize)));
        x = Seen("embeddings", x.Plus(store[Prefix + "embeddings.position_embedding.weight"].index_select(0, ids)));
        for (var layer = 0; layer < sizes.Layers; layer++)
        {
            var name = $"{Prefix}encoder.layers.{layer}.";
            x = x.Then(before => before.Plus(Attend(name + "self_attn.", Norm(name + "layer_norm1", before))));
            x = Seen($"layer.{layer}", x.Then(
                before => before.Plus(
                    Affine(name + "mlp.fc2", Gelu(Affine(name + "mlp.fc1", Norm(name + "layer_norm2", before)))))));
        }

        x = Seen("features", Norm(Prefix + "post_layernorm", x));
        x = Seen("connected", Affine("connector.fc2", Gelu(Affine("connector.fc1", x))));
        return Seen("tokens", x.Plus(Seen("positions", positions.index_select(0, ids))));
    }

    private Tensor Places(int height, int width)
    {
        var (rows, columns) = (height / sizes.PatchSize, width / sizes.PatchSize);
        if (height % sizes.PatchSize != 0 || width % sizes.PatchSize != 0)
        {
            throw new SrumException(
                $"A picture of {width} × {height} pixels is looked at in patches of {sizes.PatchSize}: \"vitResize\" "
                + $"in srum_config.json must make sides in multiples of {sizes.PatchSize}.");
        }

        var ids = PositionIds(rows, columns);
        var last = config.InterpolatePositions ? ids.data<long>().Max()
            : ((long)(rows - 1) * config.MaxVisionSide) + columns - 1;
        return last < sizes.TableSide * sizes.TableSide
            ? ids
            : throw new SrumException(
                $"A picture of {rows} × {columns} patches needs place {last} of this model's table of "
                + $"{sizes.TableSide} × {sizes.TableSide}: make it smaller with \"vitResize\" in srum_config.json, or "
                + "mend image_size or vit_max_num_patch_per_side in the configs.");
    }

    private static Tensor Gelu(Tensor x) => x.gelu(GELU.Approximate.tanh);

    private Tensor Attend(string name, Tensor x)
    {
        var (n, count, width) = (x.shape[0], x.shape[1], x.shape[2]);
        x = store.Compute is { } compute ? x.to(compute) : x;
        var mixed = Attention.Apply(Heads("q_proj"), Heads("k_proj"), Heads("v_proj"));
        return Affine(name + "out_proj", mixed.transpose(1, 2).reshape(n, count, width));

        Tensor Heads(string part) =>
            Affine(name + part, x).reshape(n, count, sizes.Heads, width / sizes.Heads).transpose(1, 2);
    }

    private Tensor Affine(string name, Tensor x) =>
        Linear.Apply(x, store[name + ".weight"], store[name + ".bias"], store.Compute);

    private Tensor Norm(string name, Tensor x) =>
        F.layer_norm(x, [sizes.HiddenSize], store[name + ".weight"], store[name + ".bias"], sizes.NormEpsilon);

    private Tensor Seen(string stage, Tensor value)
    {
        Observe?.Invoke(stage, value);
        return value;
    }
}
