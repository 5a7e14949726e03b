using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using Srum.Shapes;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Pretraining;

/// <summary>
/// Trains the tiny BAGEL's autoencoder: latents are disturbed by fixed noise of 0.15 of their own spread, and the
/// log-variance learns to state that noise, so that the published sampling encoder draws the same.
/// </summary>
internal sealed class AutoencoderPretrainer : PicturePretrainer
{
    private static readonly Scalar NoiseShare = 0.15.ToScalar();
    private static readonly Scalar VarianceShare = 0.01.ToScalar();

    private readonly Autoencoder autoencoder;

    public AutoencoderPretrainer(AutoencoderConfig config, World world, long seed)
        : this(ParameterStore.Random(seed), config with { Scale = 1, Shift = 0 }, world, seed)
    {
    }

    private AutoencoderPretrainer(ParameterStore store, AutoencoderConfig config, World world, long seed)
        : this(new Autoencoder(config, store), store, world, seed)
    {
    }

    // The parameters are taken before the training asks for them.
    private AutoencoderPretrainer(Autoencoder autoencoder, ParameterStore store, World world, long seed)
        : base(store, _ => false, world, seed) => this.autoencoder = autoencoder;

    protected override (Tensor Picture, Tensor Besides) Losses(Tensor pictures, SeededRandom random)
    {
        using var generator = new Generator(random.NextBits() >> 1);
        var moments = autoencoder.Moments(pictures).chunk(2, 1);
        var mean = moments[0];
        var spread = mean.detach().std().mul(NoiseShare);
        var latents = mean.Plus(randn(mean.shape, generator: generator) * spread);
        var variance = (moments[1] - spread.Squared().log()).Squared().mean().mul(VarianceShare);
        return (PictureLoss(autoencoder.Decode(latents), pictures), variance);
    }

    // Shift and 1 / scale are mean and spread of raw latents over scenes.
    protected override void Describe(string folder)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var latents = autoencoder.EncodeMean(Pictures(new SeededRandom(Seed + 17), 512));
        TinyBagel.WriteAutoencoderConfig(folder, 1 / latents.std().Number(), latents.mean().Number());
    }
}
