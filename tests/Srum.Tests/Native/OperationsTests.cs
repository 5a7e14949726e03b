using Srum.Models;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Native;

/// <summary>
/// Operations are counted as products have them. The count is the whole process's, so no other test may run meanwhile.
/// </summary>
[Collection(nameof(Alone))]
public sealed class OperationsTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public void A_product_counts_two_for_each_pair_and_its_gradients_as_much_again(bool gradients, int times)
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (ones(1000, 320), ones(640, 320));
        (x.requires_grad, weight.requires_grad) = (gradients, gradients);

        var counted = Counted(() => Linear.Apply(x, weight, null));

        Assert.Equal(times * 2.0 * 1000 * 320 * 640, counted);
    }

    [Fact]
    public void A_convolution_counts_its_kernel_at_every_pixel_of_the_result()
    {
        using var scope = NewDisposeScope();

        var counted = Counted(() => Convolution.Apply(ones(2, 16, 32, 32), ones(64, 16, 3, 3), ones(64), 2, 1));

        Assert.Equal(2.0 * 2 * 64 * 16 * 16 * 16 * 9, counted);
    }

    [Fact]
    public void Attention_counts_scores_and_mixture()
    {
        using var scope = NewDisposeScope();

        var counted = Counted(() => Attention.Apply(ones(2, 4, 100, 32), ones(2, 4, 50, 32), ones(2, 4, 50, 32)));

        Assert.Equal(2 * 2.0 * 2 * 4 * 100 * 50 * 32, counted);
    }

    [Fact]
    public void A_machine_has_a_rate() => Assert.InRange(Operations.MatrixRate(), 1e8, 1e15);

    private static double Counted(Func<Tensor> work)
    {
        var before = Operations.Total;
        work();
        return Operations.Total - before;
    }
}
