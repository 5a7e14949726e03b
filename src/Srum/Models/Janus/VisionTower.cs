using Srum.Native;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Janus;

/// <summary>
/// The SigLIP tower that understanding sees through, without its pooling head, and the aligner into the decoder's
/// width.
/// </summary>
internal sealed class VisionTower
{
    private const string Prefix = "vision_model.vision_tower.";

    private readonly ParameterStore store;
    private readonly VisionTowerConfig sizes;
    private readonly Projector aligner;

    public VisionTower(JanusConfig config, ParameterStore store)
    {
        (this.store, sizes) = (store, config.Tower);
        var width = sizes.Width;
        TakeAffine("patch_embed.proj", [width, 3, sizes.Patch, sizes.Patch]);
        store.Take(Prefix + "pos_embed", 1, sizes.Patches, width);
        for (var layer = 0; layer < sizes.Layers; layer++)
        {
            var name = $"blocks.{layer}.";
            TakeAffine(name + "norm1", [width]);
            TakeAffine(name + "attn.qkv", [3 * width, width]);
            TakeAffine(name + "attn.proj", [width, width]);
            TakeAffine(name + "norm2", [width]);
            TakeNetwork(name + "mlp");
        }

        TakeAffine("norm", [width]);
        // The pooling head: in every file, never computed; taken, so that a saved folder is a whole one.
        store.Take(Pooling + "latent", 1, 1, width);
        TakeAffine("attn_pool.q", [width, width]);
        TakeAffine("attn_pool.kv", [2 * width, width]);
        TakeAffine("attn_pool.proj", [width, width]);
        TakeAffine("attn_pool.norm", [width]);
        TakeNetwork("attn_pool.mlp");
        aligner = new Projector(store, "aligner", config.AlignerDepth, width, config.Language.HiddenSize);

        void TakeNetwork(string name)
        {
            TakeAffine(name + ".fc1", [sizes.MlpSize, width]);
            TakeAffine(name + ".fc2", [width, sizes.MlpSize]);
        }

        void TakeAffine(string name, long[] shape)
        {
            store.Take($"{Prefix}{name}.weight", shape);
            store.Take($"{Prefix}{name}.bias", shape[0]);
        }
    }

    /// <summary>Beginning of the names that nothing reads.</summary>
    public const string Pooling = Prefix + "attn_pool.";

    /// <summary>Called with each stage's name and output, for tests that compare stages.</summary>
    public Action<string, Tensor>? Observe { get; set; }

    /// <summary>Patch features (n, patches, width) of pictures (n, 3, side, side), after the final norm.</summary>
    public Tensor Features(Tensor pictures)
    {
        var kernel = store[Prefix + "patch_embed.proj.weight"];
        var x = F.conv2d(
            pictures.to(kernel.dtype), kernel, store[Prefix + "patch_embed.proj.bias"], [sizes.Patch, sizes.Patch]);
        x = Seen("patches", x.flatten(2).transpose(1, 2));
        x = Seen("embeddings", x.Plus(store[Prefix + "pos_embed"]));
        for (var layer = 0; layer < sizes.Layers; layer++)
        {
            var (index, name) = (layer, $"blocks.{layer}.");
            x = x.Then(before => before.Plus(Seen($"attention.{index}", Attend(name, before))));
            x = Seen($"layer.{layer}", x.Then(before => before.Plus(Seen($"mlp.{index}", Network(name, before)))));
        }

        return Seen("features", Norm("norm", x));
    }

    /// <summary>Features in the decoder's width.</summary>
    public Tensor Align(Tensor features) => aligner.Forward(features);

    /// <summary>What stands in the decoder for pictures (n, 3, side, side): (n, patches, hidden).</summary>
    public Tensor Forward(Tensor pictures) => Align(Features(pictures));

    private Tensor Network(string name, Tensor x) =>
        Affine(name + "mlp.fc2", Affine(name + "mlp.fc1", Norm(name + "norm2", x)).gelu());

    private Tensor Attend(string name, Tensor x)
    {
        var (n, count, width) = (x.shape[0], x.shape[1], x.shape[2]);
        var fused = Affine(name + "attn.qkv", Norm(name + "norm1", x));
        // All queries, then all keys, then all values; heads within each: (3, n, heads, patches, head width).
        var parts = fused.reshape(n, count, 3, sizes.Heads, width / sizes.Heads).permute(2, 0, 3, 1, 4);
        var mixed = Attention.Apply(parts[0], parts[1], parts[2]);
        return Affine(name + "attn.proj", mixed.transpose(1, 2).reshape(n, count, width));
    }

    private Tensor Affine(string name, Tensor x) =>
        Linear.Apply(x, store[$"{Prefix}{name}.weight"], store[$"{Prefix}{name}.bias"], store.Compute);

    private Tensor Norm(string name, Tensor x)
    {
        var (weight, bias) = (store[$"{Prefix}{name}.weight"], store[$"{Prefix}{name}.bias"]);
        return F.layer_norm(x, [sizes.Width], weight, bias, VisionTowerConfig.NormEpsilon);
    }

    private Tensor Seen(string stage, Tensor value)
    {
        Observe?.Invoke(stage, value);
        return value;
    }
}
