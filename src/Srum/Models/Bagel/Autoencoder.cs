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
    private readonly ParameterStore store;
    private readonly Scalar scale;
    private readonly Scalar shift;

    public Autoencoder(AutoencoderConfig config, ParameterStore store)
    {
        (this.config, this.store) = (config, store);
        (scale, shift) = (config.Scale.ToScalar(), config.Shift.ToScalar());
        // A dry pass over one small picture takes every parameter by name and shape. Of 2 × 2 latents: over a single one
        // CUDA has no kernel for the attention.
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var side = 2 * config.Downsample;
        using var picture = zeros(1, 3, side, side, device: store.Device);
        Decode(EncodeMean(picture));
    }

    /// <summary>Called with each stage's name and output, for tests that compare stages.</summary>
    public Action<string, Tensor>? Observe { get; set; }

    private int Levels => config.Multipliers.Count;

    /// <summary>The encoder's raw output, (batch, 2 · channels, h, w): means, then log-variances.</summary>
    public Tensor Moments(Tensor pictures)
    {
        var x = Seen("conv_in", Conv("encoder.conv_in", pictures, config.Channels));
        for (var level = 0; level < Levels; level++)
        {
            for (var block = 0; block < config.ResidualBlocks; block++)
            {
                x = x.Then(before => Residual($"encoder.down.{level}.block.{block}", before, Width(level)));
            }

            if (level < Levels - 1)
            {
                // One row and column of zeros at the bottom and right alone, then a stride of two.
                x = x.Then(before => Conv($"encoder.down.{level}.downsample.conv", F.pad(before, [0, 1, 0, 1]), Width(level), stride: 2, padding: 0));
                if (level == 0)
                {
                    Seen("down_0", x);
                }
            }
        }

        x = Seen("mid_block_1", x.Then(before => Residual("encoder.mid.block_1", before, Width(Levels - 1))));
        x = Seen("mid_attn_1", x.Then(before => Attend("encoder.mid.attn_1", before)));
        x = x.Then(before => Residual("encoder.mid.block_2", before, Width(Levels - 1)));
        x = Seen("norm_out", x.Then(before => Norm("encoder.norm_out", before)));
        return x.Then(before => Conv("encoder.conv_out", F.silu(before), 2 * config.LatentChannels));
    }

    /// <summary>Scaled latents at the mean of the encoder's distribution.</summary>
    public Tensor EncodeMean(Tensor pictures) => Scale(Moments(pictures).chunk(2, 1)[0]);

    /// <summary>Scaled latents drawn with the given standard normal noise, as the published code always does.</summary>
    public Tensor EncodeSampled(Tensor pictures, Tensor noise)
    {
        var parts = Moments(pictures).chunk(2, 1);
        return Scale(parts[0].Plus(parts[1].mul(Scalars.Half).exp() * noise));
    }

    /// <summary>Pictures of scaled latents, unclamped.</summary>
    public Tensor Decode(Tensor latents)
    {
        var width = Width(Levels - 1);
        var x = Seen("conv_in", Conv("decoder.conv_in", latents.div(scale).Plus(shift), width));
        x = x.Then(before => Residual("decoder.mid.block_1", before, width));
        x = Seen("mid_attn_1", x.Then(before => Attend("decoder.mid.attn_1", before)));
        x = x.Then(before => Residual("decoder.mid.block_2", before, width));
        for (var level = Levels - 1; level >= 0; level--)
        {
            for (var block = 0; block <= config.ResidualBlocks; block++)
            {
                x = x.Then(before => Residual($"decoder.up.{level}.block.{block}", before, Width(level)));
            }

            if (level > 0)
            {
                x = x.Then(before => Conv(
                    $"decoder.up.{level}.upsample.conv", F.interpolate(before, scale_factor: [2.0, 2.0], mode: InterpolationMode.Nearest), Width(level)));
                if (level == Levels - 1)
                {
                    Seen("up_last_upsample", x);
                }
            }
        }

        x = Seen("norm_out", x.Then(before => Norm("decoder.norm_out", before)));
        return x.Then(before => Conv("decoder.conv_out", F.silu(before), 3));
    }

    private int Width(int level) => config.Channels * config.Multipliers[level];

    private Tensor Scale(Tensor z) => z.sub(shift).mul(scale);

    private Tensor Seen(string stage, Tensor value)
    {
        Observe?.Invoke(stage, value);
        return value;
    }

    private Tensor Take(string name, params long[] shape) => store.Take(name, shape);

    private Tensor Conv(string name, Tensor x, long width, int kernel = 3, int stride = 1, int? padding = null)
    {
        var (weight, bias) = (Take(name + ".weight", width, x.shape[1], kernel, kernel), Take(name + ".bias", width));
        return Convolution.Apply(x, weight, bias, stride, padding ?? kernel / 2);
    }

    private Tensor Norm(string name, Tensor x) =>
        F.group_norm(x, AutoencoderConfig.NormGroups, Take(name + ".weight", x.shape[1]), Take(name + ".bias", x.shape[1]), 1e-6);

    private Tensor Residual(string name, Tensor x, long width)
    {
        var inner = Conv(name + ".conv1", F.silu(Norm(name + ".norm1", x)), width);
        inner = Conv(name + ".conv2", F.silu(Norm(name + ".norm2", inner)), width);
        return (x.shape[1] == width ? x : Conv(name + ".nin_shortcut", x, width, kernel: 1)).Plus(inner);
    }

    // One head over all pixels.
    private Tensor Attend(string name, Tensor x)
    {
        var (batch, width, height, columns) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3]);
        var normed = Norm(name + ".norm", x);
        var mixed = Attention.Apply(Rows("q"), Rows("k"), Rows("v"));
        var back = mixed.squeeze(1).transpose(1, 2).reshape(batch, width, height, columns);
        return x.Plus(Conv(name + ".proj_out", back, width, kernel: 1));

        Tensor Rows(string part) => Conv($"{name}.{part}", normed, width, kernel: 1).flatten(2).transpose(1, 2).unsqueeze(1);
    }
}
