using Srum.Models.Bagel;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>What the published code always encodes by, for its values; a model here takes the mean.</summary>
internal static class SampledLatents
{
    /// <summary>Scaled latents (batch, channels, h, w) drawn with the given standard normal noise.</summary>
    public static Tensor EncodeSampled(
        this Autoencoder autoencoder, AutoencoderConfig config, Tensor pictures, Tensor noise)
    {
        using var scale = config.Scale.ToScalar();
        using var shift = config.Shift.ToScalar();
        var halves = autoencoder.Moments(pictures).chunk(2, 1);
        return halves[0].Plus(halves[1].mul(Scalars.Half).exp() * noise).sub(shift).mul(scale);
    }
}
