using Srum.Models;
using Srum.Models.Bagel;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

public sealed class VisionEncoderTests : IDisposable
{
    private static readonly BagelConfig Config = new(
        new LanguageConfig(32, 24, 48, 1, 2, 1, 1e-6, 1e4), new VisionConfig(16, 32, 2, 2, 4, 8, 3, 1e-6),
        new AutoencoderConfig(32, [1, 1], 1, 4, 2, 1, 0), 2, 4, 8, false);

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly ParameterStore store = ParameterStore.Random(3);
    private readonly VisionEncoder encoder;

    public VisionEncoderTests() => encoder = new VisionEncoder(Config, store);

    [Fact]
    public void Pictures_of_a_batch_do_not_see_each_other()
    {
        using var outside = no_grad();
        var pictures = randn(3, 3, 12, 20);
        var together = encoder.Forward(pictures);
        Assert.Equal([3L, 15, 24], together.shape);
        Assert.All(
            Enumerable.Range(0, 3),
            i => Assert.True(allclose(together[i], encoder.Forward(pictures[i].unsqueeze(0))[0], 1e-5, 1e-5)));
    }

    [Fact]
    public void A_picture_larger_than_the_table_is_refused() =>
        Assert.Contains("8 × 8", Assert.Throws<SrumException>(() => encoder.Forward(randn(1, 3, 36, 12))).Message);

    [Fact]
    public void Every_parameter_but_the_fixed_table_gets_a_gradient()
    {
        foreach (var (_, value) in store.Parameters.Where(parameter => parameter.Name != "vit_pos_embed.pos_embed"))
        {
            value.requires_grad_();
        }

        encoder.Forward(randn(2, 3, 32, 32)).square().mean().backward();
        var idle = store.Parameters
            .Where(parameter => parameter.Value.requires_grad && parameter.Value.grad is not { } gradient)
            .Select(parameter => parameter.Name);
        Assert.Empty(idle);
    }

    public void Dispose()
    {
        store.Dispose();
        scope.Dispose();
    }
}
