using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

public sealed class AdamWTests
{
    [Fact]
    public void The_norm_of_millions_of_numbers_is_not_lost_in_rounding()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var gradient = randn([2048, 8192], generator: generator);
        var parameter = zeros_like(gradient, requires_grad: true);
        parameter.grad = gradient;
        var exact = gradient.to(float64).norm().item<double>();
        using var optimiser = new AdamW([parameter], new AdamWSettings());
        Assert.Equal(exact, optimiser.Step(0.01), 1e-6 * exact);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(0.1, 0.0)]
    [InlineData(0.0, 1.0)]
    [InlineData(0.05, 0.5)]
    public void Five_steps_equal_the_formula(double decay, double clip)
    {
        using var scope = NewDisposeScope();
        var settings = new AdamWSettings { WeightDecay = decay, ClipNorm = clip, Epsilon = 1e-8 };
        double[] values = [0.5, -1.5, 2.0], means = [0, 0, 0], squares = [0, 0, 0];
        Tensor[] parameters = [tensor([0.5f, -1.5f], requires_grad: true), tensor([2f], requires_grad: true)];
        using var optimiser = new AdamW(parameters, settings);
        for (var step = 1; step <= 5; step++)
        {
            // The loss is Σ i · x², so the gradient is 2 · i · x.
            var rate = 0.01 * step;
            ((parameters[0].square() * tensor([1f, 2f])).sum() + (parameters[1].square() * tensor([3f])).sum())
                .backward();
            var gradients = values.Select((value, i) => 2 * (i + 1) * value).ToArray();
            var norm = Math.Sqrt(gradients.Sum(gradient => gradient * gradient));
            var factor = clip == 0 ? 1 : Math.Min(1, clip / (norm + 1e-6));
            Assert.Equal(norm, optimiser.Step(rate), 1e-4);
            for (var i = 0; i < 3; i++)
            {
                var gradient = gradients[i] * factor;
                means[i] = (0.9 * means[i]) + (0.1 * gradient);
                squares[i] = (0.95 * squares[i]) + (0.05 * gradient * gradient);
                var mean = means[i] / (1 - Math.Pow(0.9, step));
                var square = squares[i] / (1 - Math.Pow(0.95, step));
                values[i] -= rate * ((decay * values[i]) + (mean / (Math.Sqrt(square) + 1e-8)));
            }

            Assert.Equal(values[0], parameters[0][0].ToDouble(), 1e-5);
            Assert.Equal(values[1], parameters[0][1].ToDouble(), 1e-5);
            Assert.Equal(values[2], parameters[1][0].ToDouble(), 1e-5);
        }
    }

    [Fact]
    public void A_parameter_without_gradient_stays_and_keeps_its_count()
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [tensor([1f], requires_grad: true), tensor([1f], requires_grad: true)];
        using var optimiser = new AdamW(parameters, new AdamWSettings());
        parameters[1].square().sum().backward();
        optimiser.Step(0.1);
        Assert.Equal(1, parameters[0].ToDouble());
        Assert.NotEqual(1, parameters[1].ToDouble());
        Assert.Equal(0, optimiser.State[0].Steps.ToDouble());
        Assert.Equal(1, optimiser.State[1].Steps.ToDouble());
        Assert.Null(parameters[1].grad);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_gradient_that_is_not_finite_moves_nothing_and_stays_to_be_looked_into(float broken)
    {
        using var scope = NewDisposeScope();
        Tensor[] parameters = [tensor([1f], requires_grad: true), tensor([1f], requires_grad: true)];
        using var optimiser = new AdamW(parameters, new AdamWSettings());
        (parameters[0].sum() + (parameters[1] * broken).sum()).backward();

        Assert.False(double.IsFinite(optimiser.Step(0.1)));

        Assert.All(parameters, parameter => Assert.Equal(1, parameter.item<float>()));
        Assert.All(
            optimiser.State,
            state => Assert.Equal(
                (0f, 0f, 0f), (state.Mean.item<float>(), state.Square.item<float>(), state.Steps.item<float>())));
        Assert.NotNull(parameters[1].grad);
        optimiser.Forget();
        Assert.Null(parameters[1].grad);
    }

    [Fact]
    public void No_gradient_at_all_is_no_step()
    {
        using var parameter = tensor([1f], requires_grad: true);
        using var optimiser = new AdamW([parameter], new AdamWSettings());
        Assert.Equal(0, optimiser.Step(0.1));
    }

    [Fact]
    public void An_average_begins_near_the_parameters_and_slows_down()
    {
        using var scope = NewDisposeScope();
        var parameter = tensor([1f]);
        using var average = new EmaWeights([parameter], 0.9);
        parameter.copy_(tensor([2f]));
        average.Update(0); // keeps (1 + 0) / (10 + 0)
        Assert.Equal(1.9, average.Averages[0].ToDouble(), 1e-5);
        average.Update(1_000_000);
        Assert.Equal(1.91, average.Averages[0].ToDouble(), 1e-5);
    }

    [Fact]
    public void Parameters_that_gave_way_to_their_average_come_back_even_after_a_failure()
    {
        using var parameter = tensor([1f]);
        using var average = new EmaWeights([parameter], 0.9);
        using (var moved = tensor([2f]))
        {
            parameter.copy_(moved);
        }

        Assert.Equal(1, average.During(() => parameter.ToDouble()));
        Assert.Throws<TimeoutException>(() => average.During<int>(() => throw new TimeoutException()));
        Assert.Equal(2, parameter.ToDouble());
        Assert.Equal(1, average.Averages[0].ToDouble());
    }
}
