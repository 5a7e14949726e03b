using Srum.Models;
using Srum.Models.Bagel;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

public sealed class AutoencoderTests : IDisposable
{
    private static readonly AutoencoderConfig Config = new(32, [1, 2], 1, 4, 2, 0.5, 0.25);

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly ParameterStore store = ParameterStore.Random(3);
    private readonly Autoencoder autoencoder;

    public AutoencoderTests() => autoencoder = new Autoencoder(Config, store);

    [Fact]
    public void Latents_and_pictures_have_the_sizes_that_the_config_says()
    {
        using var outside = no_grad();
        var latents = autoencoder.EncodeMean(randn(2, 3, 8, 12));
        Assert.Equal([2L, 4, 4, 6], latents.shape);
        Assert.Equal([2L, 3, 8, 12], autoencoder.Decode(latents).shape);
    }

    [Fact]
    public void Sampling_without_noise_gives_the_mean()
    {
        using var outside = no_grad();
        var pictures = randn(1, 3, 8, 8);
        Assert.True(allclose(
            autoencoder.EncodeMean(pictures), autoencoder.EncodeSampled(Config, pictures, zeros(1, 4, 4, 4))));
    }

    [Fact]
    public void A_picture_does_not_depend_on_its_batch()
    {
        using var outside = no_grad();
        var pictures = randn(3, 3, 8, 8);
        Assert.True(allclose(
            autoencoder.EncodeMean(pictures)[1], autoencoder.EncodeMean(pictures.narrow(0, 1, 1))[0], 1e-5, 1e-5));
    }

    [Fact]
    public void It_can_be_trained()
    {
        Tensor[] parameters = [.. store.Parameters.Select(parameter => parameter.Value.requires_grad_())];
        var pictures = full([4, 3, 8, 8], Srum.Native.Scalars.Half);
        var before = Loss();
        before.backward();
        Assert.All(parameters, parameter => Assert.NotNull(parameter.grad));
        using (no_grad())
        {
            using var rate = 0.001.ToScalar();
            foreach (var parameter in parameters)
            {
                parameter.sub_(parameter.grad!.mul(rate));
            }
        }

        Assert.True(Loss().ToDouble() < before.ToDouble());

        Tensor Loss() => (autoencoder.Decode(autoencoder.EncodeMean(pictures)) - pictures).square().mean();
    }

    [Fact]
    public void Gradients_are_finite_whatever_freed_memory_held()
    {
        Tensor[] parameters = [.. store.Parameters.Select(parameter => parameter.Value.requires_grad_())];
        for (var round = 0; round < 20; round++)
        {
            using var inner = NewDisposeScope();
            for (var size = 10; size < 22; size++)
            {
                full([1L << size], double.NaN.ToScalar(), dtype: float32).Dispose();
            }

            var (latents, pictures) = (randn(16, 4, 8, 8).requires_grad_(), randn(16, 3, 16, 16).requires_grad_());
            (autoencoder.Decode(latents).sum() + autoencoder.Moments(pictures).sum()).backward();

            Assert.True(latents.grad!.isfinite().all().item<bool>());
            Assert.True(pictures.grad!.isfinite().all().item<bool>());
            Assert.All(
                store.Parameters,
                parameter => Assert.True(parameter.Value.grad!.isfinite().all().item<bool>(), parameter.Name));
        }

        Assert.All(parameters, parameter => Assert.Equal(parameter.shape, parameter.grad!.shape));
    }

    public void Dispose()
    {
        store.Dispose();
        scope.Dispose();
    }
}
