using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Janus;

/// <summary>
/// The VQ autoencoder that drawing speaks: a picture (n, 3, height, width) in [-1, 1] is a grid of codes
/// (n, height / downsample, width / downsample).
/// </summary>
internal sealed class PictureCodec
{
    /// <summary>Beginning of its parameters' names.</summary>
    public const string Prefix = "gen_vision_model.";

    /// <summary>
    /// A tally of the authors' training: in every file, never read; taken, so that a saved folder is a whole one.
    /// </summary>
    public const string Tally = Prefix + "quantize.codebook_used";

    private const int UsageCount = 65536;

    private readonly CodeBookConfig config;
    private readonly Convolutions layers;
    private readonly Tensor book;

    public PictureCodec(CodeBookConfig config, ParameterStore store)
    {
        (this.config, layers) = (config, new Convolutions(store, Prefix));
        TakeEncoder();
        layers.TakeConv("quant_conv", config.LatentChannels, config.Width, kernel: 1);
        book = store.Take(Prefix + "quantize.embedding.weight", config.Size, config.Width);
        store.Take(Tally, UsageCount);
        layers.TakeConv("post_quant_conv", config.Width, config.LatentChannels, kernel: 1);
        TakeDecoder();
    }

    /// <summary>Called with outputs by the name of what made them, for tests that compare stages.</summary>
    public Action<string, Tensor>? Observe { get; set; }

    private int Levels => config.EncoderFactors.Count;

    /// <summary>The code book as it is stored, (codes, width): of a code its direction alone counts.</summary>
    public Tensor Book => book;

    /// <summary>The nearest code of every cell, (n, rows, columns).</summary>
    /// <param name="pictures">(n, 3, height, width) in [-1, 1], sides multiples of the downsampling.</param>
    public Tensor Encode(Tensor pictures) => Nearest(Latents(pictures));

    /// <summary>What the codes of pictures are nearest to, (n, width, rows, columns).</summary>
    public Tensor Latents(Tensor pictures)
    {
        var x = Seen("encoder.conv_in", layers.Conv("encoder.conv_in", pictures.to(book.dtype)));
        for (var level = 0; level < Levels; level++)
        {
            var (place, isLast) = ($"encoder.conv_blocks.{level}.", level == Levels - 1);
            x = Blocks(x, place, config.ResidualBlocks, attend: isLast);
            x = isLast ? x : Stage(place + "downsample.conv", x, layers.Halve);
        }

        x = End(Middle(x, "encoder."), "encoder.");
        return Stage("quant_conv", x, layers.Conv);
    }

    /// <summary>
    /// The numbers of codes, (n, code width, rows, columns): rows of the book with their length brought to 1.
    /// </summary>
    public Tensor Codes(Tensor ids) => Unit(book).index_select(0, ids.flatten())
        .reshape([.. ids.shape, config.Width]).permute(0, 3, 1, 2);

    /// <summary>The nearest codes (n, rows, columns) of numbers (n, width, rows, columns).</summary>
    /// <remarks>
    /// Both have length 1, so the nearest is the one with the largest product; the first of equals, as upstream.
    /// </remarks>
    public Tensor Nearest(Tensor z) => Unit(z.permute(0, 2, 3, 1)).matmul(Unit(book).t()).argmax(-1);

    /// <summary>Pictures of codes (n, rows, columns), unclamped.</summary>
    public Tensor Decode(Tensor ids) => Pictures(Codes(ids));

    /// <summary>Pictures of the numbers of codes (n, width, rows, columns), unclamped.</summary>
    public Tensor Pictures(Tensor numbers)
    {
        var x = Stage("post_quant_conv", numbers, layers.Conv);
        x = Middle(Stage("decoder.conv_in", x, layers.Conv), "decoder.");
        for (var index = 0; index < Levels; index++)
        {
            // The coarsest level is the first of the file.
            var place = $"decoder.conv_blocks.{index}.";
            x = Blocks(x, place, config.ResidualBlocks + 1, attend: index == 0);
            x = index == Levels - 1 ? x : Stage(place + "upsample.conv", x, layers.Twice);
        }

        return End(x, "decoder.");
    }

    private static Tensor Unit(Tensor rows) => F.normalize(rows, dim: -1);

    // Residual blocks of a level; the coarsest level has attention behind each.
    private Tensor Blocks(Tensor x, string place, int count, bool attend)
    {
        for (var block = 0; block < count; block++)
        {
            x = Stage($"{place}res.{block}", x, layers.Residual);
            x = attend ? Stage($"{place}attn.{block}", x, layers.Attend) : x;
        }

        return x;
    }

    private Tensor Middle(Tensor x, string place)
    {
        x = Stage(place + "mid.0", x, layers.Residual);
        return Stage(place + "mid.2", Stage(place + "mid.1", x, layers.Attend), layers.Residual);
    }

    private Tensor End(Tensor x, string place)
    {
        x = Stage(place + "norm_out", x, layers.Norm);
        return Stage(place + "conv_out", x, (name, before) => layers.Conv(name, F.silu(before)));
    }

    private Tensor Stage(string name, Tensor before, Func<string, Tensor, Tensor> compute) =>
        Seen(name, before.Then(x => compute(name, x)));

    private Tensor Seen(string name, Tensor value)
    {
        Observe?.Invoke(name, value);
        return value;
    }

    private void TakeEncoder()
    {
        var width = config.Channels;
        layers.TakeConv("encoder.conv_in", 3, width);
        for (var level = 0; level < Levels; level++)
        {
            var (place, isLast) = ($"encoder.conv_blocks.{level}.", level == Levels - 1);
            var to = config.Channels * config.EncoderFactors[level];
            width = TakeBlocks(place, width, to, config.ResidualBlocks, attend: isLast);
            if (!isLast)
            {
                layers.TakeConv(place + "downsample.conv", width, width);
            }
        }

        TakeMiddle("encoder.", width);
        TakeEnd("encoder.", width, config.LatentChannels);
    }

    private void TakeDecoder()
    {
        var width = config.Channels * config.DecoderFactors[^1];
        layers.TakeConv("decoder.conv_in", config.LatentChannels, width);
        TakeMiddle("decoder.", width);
        for (var index = 0; index < Levels; index++)
        {
            var (place, to) = ($"decoder.conv_blocks.{index}.", config.Channels * config.DecoderFactors[^(index + 1)]);
            width = TakeBlocks(place, width, to, config.ResidualBlocks + 1, attend: index == 0);
            if (index < Levels - 1)
            {
                layers.TakeConv(place + "upsample.conv", width, width);
            }
        }

        TakeEnd("decoder.", width, 3);
    }

    private int TakeBlocks(string place, int from, int to, int count, bool attend)
    {
        for (var block = 0; block < count; block++)
        {
            layers.TakeResidual($"{place}res.{block}", block == 0 ? from : to, to);
            if (attend)
            {
                layers.TakeAttention($"{place}attn.{block}", to);
            }
        }

        return to;
    }

    private void TakeMiddle(string place, int width)
    {
        layers.TakeResidual(place + "mid.0", width, width);
        layers.TakeAttention(place + "mid.1", width);
        layers.TakeResidual(place + "mid.2", width, width);
    }

    private void TakeEnd(string place, int from, int to)
    {
        layers.TakeNorm(place + "norm_out", from);
        layers.TakeConv(place + "conv_out", from, to);
    }
}
