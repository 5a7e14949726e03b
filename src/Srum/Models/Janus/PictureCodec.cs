using Srum.Models.Bagel;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Janus;

/// <summary>
/// The VQ autoencoder that drawing speaks: a picture (n, 3, height, width) in [-1, 1] is a grid of codes
/// (n, height / downsample, width / downsample). Nothing trains it here.
/// </summary>
internal sealed class PictureCodec
{
    /// <summary>Beginning of its parameters' names.</summary>
    public const string Prefix = "gen_vision_model.";

    private const int UsageCount = 65536;

    private readonly CodeBookConfig config;
    private readonly Convolutions layers;
    private readonly Tensor book;

    public PictureCodec(CodeBookConfig config, ParameterStore store)
    {
        (this.config, layers) = (config, new Convolutions(store));
        book = store.Take(Prefix + "quantize.embedding.weight", config.Size, config.Width);
        // A tally of the authors' training: in every file, never read; taken, so that a saved folder is a whole one.
        store.Take(Prefix + "quantize.codebook_used", UsageCount);
        // A dry pass over one small picture takes every parameter by name and shape.
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var side = 2 * config.Downsample;
        Decode(Encode(zeros([1, 3, side, side], dtype: book.dtype, device: store.Device)));
    }

    /// <summary>Called with outputs by the name of what made them, for tests that compare stages.</summary>
    public Action<string, Tensor>? Observe { get; set; }

    private int Levels => config.EncoderFactors.Count;

    /// <summary>The nearest code of every cell, (n, rows, columns).</summary>
    /// <param name="pictures">(n, 3, height, width) in [-1, 1], sides multiples of the downsampling.</param>
    public Tensor Encode(Tensor pictures)
    {
        var x = Encoded(pictures.to(book.dtype));
        return Nearest(Seen("quant_conv", layers.Conv(Prefix + "quant_conv", x, config.Width, kernel: 1)));
    }

    /// <summary>
    /// The numbers of codes, (n, code width, rows, columns): rows of the book with their length brought to 1.
    /// </summary>
    public Tensor Codes(Tensor ids) => Unit(book).index_select(0, ids.flatten())
        .reshape([.. ids.shape, config.Width]).permute(0, 3, 1, 2);

    /// <summary>Pictures of codes (n, rows, columns), unclamped.</summary>
    public Tensor Decode(Tensor ids)
    {
        var x = layers.Conv(Prefix + "post_quant_conv", Codes(ids), config.LatentChannels, kernel: 1);
        return Decoded(Seen("post_quant_conv", x));
    }

    // Both have length 1, so the nearest code is the one with the largest product; the first of equals, as upstream.
    private Tensor Nearest(Tensor z) => Unit(z.permute(0, 2, 3, 1)).matmul(Unit(book).t()).argmax(-1);

    private static Tensor Unit(Tensor rows) => F.normalize(rows, dim: -1);

    private Tensor Encoded(Tensor pictures)
    {
        var x = Seen("encoder.conv_in", layers.Conv(Prefix + "encoder.conv_in", pictures, config.Channels));
        for (var level = 0; level < Levels; level++)
        {
            var (width, place) = (config.Channels * config.EncoderFactors[level], $"encoder.conv_blocks.{level}.");
            x = Blocks(x, place, width, config.ResidualBlocks, attends: level == Levels - 1);
            x = level == Levels - 1
                ? x
                : Stage(place + "downsample.conv", x, (name, before) => layers.Halve(name, before, width));
        }

        return End(Middle(x, "encoder."), "encoder.", config.LatentChannels);
    }

    private Tensor Decoded(Tensor latents)
    {
        var coarsest = config.Channels * config.DecoderFactors[^1];
        var x = Seen("decoder.conv_in", layers.Conv(Prefix + "decoder.conv_in", latents, coarsest));
        x = Middle(x, "decoder.");
        for (var index = 0; index < Levels; index++)
        {
            // The coarsest level is the first of the file.
            var (width, place) = (
                config.Channels * config.DecoderFactors[^(index + 1)], $"decoder.conv_blocks.{index}.");
            x = Blocks(x, place, width, config.ResidualBlocks + 1, attends: index == 0);
            x = index == Levels - 1
                ? x
                : Stage(place + "upsample.conv", x, (name, before) => layers.Twice(name, before, width));
        }

        return End(x, "decoder.", 3);
    }

    // Residual blocks of a level; the coarsest level has attention behind each.
    private Tensor Blocks(Tensor x, string place, int width, int count, bool attends)
    {
        for (var block = 0; block < count; block++)
        {
            x = Stage($"{place}res.{block}", x, (name, before) => layers.Residual(name, before, width));
            x = attends ? Stage($"{place}attn.{block}", x, layers.Attend) : x;
        }

        return x;
    }

    private Tensor Middle(Tensor x, string place)
    {
        var width = x.shape[1];
        x = Stage(place + "mid.0", x, (name, before) => layers.Residual(name, before, width));
        x = Stage(place + "mid.1", x, layers.Attend);
        return Stage(place + "mid.2", x, (name, before) => layers.Residual(name, before, width));
    }

    private Tensor End(Tensor x, string place, int channels)
    {
        x = Stage(place + "norm_out", x, layers.Norm);
        return Stage(place + "conv_out", x, (name, before) => layers.Conv(name, F.silu(before), channels));
    }

    private Tensor Stage(string name, Tensor before, Func<string, Tensor, Tensor> compute) =>
        Seen(name, before.Then(x => compute(Prefix + name, x)));

    private Tensor Seen(string name, Tensor value)
    {
        Observe?.Invoke(name, value);
        return value;
    }
}
