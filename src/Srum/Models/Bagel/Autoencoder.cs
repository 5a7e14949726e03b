using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Srum.Models.Bagel;

/// <summary>
/// The FLUX-style convolutional autoencoder. Pictures are (batch, 3, height, width) in [-1, 1]; latents are
/// (batch, channels, height / downsample, width / downsample), scaled: scale · (z − shift).
/// </summary>
internal sealed class Autoencoder
{
    private readonly AutoencoderConfig config;
    private readonly Convolutions layers;
    private readonly Scalar scale;
    private readonly Scalar shift;

    public Autoencoder(AutoencoderConfig config, ParameterStore store)
    {
        (this.config, layers) = (config, new Convolutions(store, ""));
        (scale, shift) = (config.Scale.ToScalar(), config.Shift.ToScalar());
        TakeEncoder();
        TakeDecoder();
    }

    /// <summary>Called with each stage's name and output, for tests that compare stages.</summary>
    public Action<string, Tensor>? Observe { get; set; }

    private int Levels => config.Multipliers.Count;

    /// <summary>The encoder's raw output, (batch, 2 · channels, h, w): means, then log-variances.</summary>
    public Tensor Moments(Tensor pictures)
    {
        var x = Seen("conv_in", layers.Conv("encoder.conv_in", pictures));
        for (var level = 0; level < Levels; level++)
        {
            for (var block = 0; block < config.ResidualBlocks; block++)
            {
                x = x.Then(before => layers.Residual($"encoder.down.{level}.block.{block}", before));
            }

            if (level < Levels - 1)
            {
                x = x.Then(before => layers.Halve($"encoder.down.{level}.downsample.conv", before));
                if (level == 0)
                {
                    Seen("down_0", x);
                }
            }
        }

        x = Seen("mid_block_1", x.Then(before => layers.Residual("encoder.mid.block_1", before)));
        x = Seen("mid_attn_1", x.Then(before => layers.Attend("encoder.mid.attn_1", before)));
        x = x.Then(before => layers.Residual("encoder.mid.block_2", before));
        x = Seen("norm_out", x.Then(before => layers.Norm("encoder.norm_out", before)));
        return x.Then(before => layers.Conv("encoder.conv_out", F.silu(before)));
    }

    /// <summary>Scaled latents at the mean of the encoder's distribution.</summary>
    public Tensor EncodeMean(Tensor pictures) => Moments(pictures).chunk(2, 1)[0].sub(shift).mul(scale);

    /// <summary>Pictures of scaled latents, unclamped.</summary>
    public Tensor Decode(Tensor latents)
    {
        var x = Seen("conv_in", layers.Conv("decoder.conv_in", latents.div(scale).Plus(shift)));
        x = x.Then(before => layers.Residual("decoder.mid.block_1", before));
        x = Seen("mid_attn_1", x.Then(before => layers.Attend("decoder.mid.attn_1", before)));
        x = x.Then(before => layers.Residual("decoder.mid.block_2", before));
        for (var level = Levels - 1; level >= 0; level--)
        {
            for (var block = 0; block <= config.ResidualBlocks; block++)
            {
                x = x.Then(before => layers.Residual($"decoder.up.{level}.block.{block}", before));
            }

            if (level > 0)
            {
                x = x.Then(before => layers.Twice($"decoder.up.{level}.upsample.conv", before));
                if (level == Levels - 1)
                {
                    Seen("up_last_upsample", x);
                }
            }
        }

        x = Seen("norm_out", x.Then(before => layers.Norm("decoder.norm_out", before)));
        return x.Then(before => layers.Conv("decoder.conv_out", F.silu(before)));
    }

    private int Width(int level) => config.Channels * config.Multipliers[level];

    private Tensor Seen(string stage, Tensor value)
    {
        Observe?.Invoke(stage, value);
        return value;
    }

    private void TakeEncoder()
    {
        var width = config.Channels;
        layers.TakeConv("encoder.conv_in", 3, width);
        for (var level = 0; level < Levels; level++)
        {
            width = TakeLevel($"encoder.down.{level}", width, level, config.ResidualBlocks);
            if (level < Levels - 1)
            {
                layers.TakeConv($"encoder.down.{level}.downsample.conv", width, width);
            }
        }

        TakeMiddle("encoder", width);
        TakeEnd("encoder", width, 2 * config.LatentChannels);
    }

    private void TakeDecoder()
    {
        var width = Width(Levels - 1);
        layers.TakeConv("decoder.conv_in", config.LatentChannels, width);
        TakeMiddle("decoder", width);
        for (var level = Levels - 1; level >= 0; level--)
        {
            width = TakeLevel($"decoder.up.{level}", width, level, config.ResidualBlocks + 1);
            if (level > 0)
            {
                layers.TakeConv($"decoder.up.{level}.upsample.conv", width, width);
            }
        }

        TakeEnd("decoder", width, 3);
    }

    private int TakeLevel(string place, int from, int level, int blocks)
    {
        for (var block = 0; block < blocks; block++)
        {
            layers.TakeResidual($"{place}.block.{block}", block == 0 ? from : Width(level), Width(level));
        }

        return Width(level);
    }

    private void TakeMiddle(string place, int width)
    {
        layers.TakeResidual(place + ".mid.block_1", width, width);
        layers.TakeAttention(place + ".mid.attn_1", width);
        layers.TakeResidual(place + ".mid.block_2", width, width);
    }

    private void TakeEnd(string place, int width, int to)
    {
        layers.TakeNorm(place + ".norm_out", width);
        layers.TakeConv(place + ".conv_out", width, to);
    }
}
