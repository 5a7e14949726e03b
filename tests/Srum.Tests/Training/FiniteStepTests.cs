using Srum.Models;
using Srum.Models.Bagel;
using Srum.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

/// <summary>
/// Steps whose numbers are not finite, by faults put into a model. Plain kernels are the whole process's matter.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FiniteStepTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string File => Path.Combine(folder, "checkpoint.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_step_that_is_not_finite_is_computed_again_on_plain_kernels_to_the_same_bits()
    {
        using ToyModel whole = new(), inner = new();
        using var broken = new BrokenModel(inner, pass => pass is 3 or 8 && !TorchContext.IsPlain);

        var expected = TrainerTests.Train(whole, TrainerTests.Settings);

        Assert.Equal(
            expected.Select(TrainerTests.Bits),
            TrainerTests.Train(broken, TrainerTests.Settings).Select(TrainerTests.Bits));
        Assert.Equal(TrainerTests.Copy(whole)["colours"], TrainerTests.Copy(inner)["colours"]);
        Assert.False(TorchContext.IsPlain);
    }

    [Fact]
    public void A_step_without_a_finite_result_ends_the_training_with_the_last_good_state_kept()
    {
        using ToyModel whole = new(), inner = new(), resumed = new();
        using var broken = new BrokenModel(inner, pass => pass >= 8);

        var failure = Assert.Throws<NotFiniteException>(() => TrainerTests.Train(broken, TrainerTests.Settings, File));

        Assert.Contains("step 8 of the training", failure.Message);
        Assert.Contains("the gradient of colours", failure.Message);
        Assert.Contains("Lower the learning rate", failure.Message);
        Assert.All(TrainerTests.Copy(inner)["colours"], value => Assert.True(float.IsFinite(value)));
        Assert.Equal(8, TrainerTests.Train(resumed, TrainerTests.Settings, File)[0].Step);
        TrainerTests.Train(whole, TrainerTests.Settings);
        Assert.Equal(TrainerTests.Copy(whole)["colours"], TrainerTests.Copy(resumed)["colours"]);
    }

    [Fact]
    public void Plain_kernels_compute_what_the_others_do()
    {
        using var scope = NewDisposeScope();
        using var store = ParameterStore.Random(3);
        var autoencoder = new Autoencoder(new AutoencoderConfig(32, [1, 2], 1, 4, 2, 0.5, 0.25), store);
        using var generator = new Generator(5);
        var latents = randn([2, 4, 4, 4], generator: generator).requires_grad_();
        var (x, weight) = (randn(300, 32), randn(64, 32));

        autoencoder.Decode(latents).Squared().sum().backward();
        var (gradient, product) = (latents.grad!.clone(), Linear.Apply(x, weight, null));
        latents.grad = null;
        using (TorchContext.PlainKernels())
        {
            autoencoder.Decode(latents).Squared().sum().backward();
            Assert.True(allclose(product, Linear.Apply(x, weight, null), 1e-4, 1e-4));
        }

        Assert.True(allclose(latents.grad!, gradient, 1e-3, 1e-3));
        Assert.False(TorchContext.IsPlain);
    }

    [Fact]
    public void Plain_kernels_stay_until_the_last_who_wanted_them_has_ended()
    {
        var first = TorchContext.PlainKernels();
        using (TorchContext.PlainKernels())
        {
            first.Dispose();
            first.Dispose();
            Assert.True(TorchContext.IsPlain);
        }

        Assert.False(TorchContext.IsPlain);
    }

    /// <summary>
    /// Loses the numbers of some passes, counted by their first try: their gradients are NaN, their loss too.
    /// </summary>
    private sealed class BrokenModel(IUnifiedModel inner, Func<int, bool> isBroken) : DelegatingModel(inner)
    {
        private int passes;

        public override IGenerationForward Forward(IReadOnlyList<TrainingSample> samples, ForwardSettings settings)
        {
            passes += TorchContext.IsPlain ? 0 : 1;
            var forward = base.Forward(samples, settings);
            return isBroken(passes) ? new Broken(forward) : forward;
        }

        private sealed class Broken(IGenerationForward inner) : IGenerationForward
        {
            public IReadOnlyList<TokenGrid> Grids => inner.Grids;

            public Tensor Errors(IReadOnlyList<Tensor> cleanTargets) => Lost(inner.Errors(cleanTargets));

            public Tensor ReflectedErrors(IReadOnlyList<Tensor> cleanTargets, IGenerationForward about) =>
                Lost(inner.ReflectedErrors(cleanTargets, about));

            public void Dispose() => inner.Dispose();

            private static Tensor Lost(Tensor errors) => errors * full_like(errors, double.NaN.ToScalar());
        }
    }
}
