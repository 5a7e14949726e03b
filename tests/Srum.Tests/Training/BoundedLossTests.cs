using CsCheck;
using Srum.Maps;
using Srum.Models;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

/// <summary>The bounded negative branch, from its formula to a training.</summary>
public sealed class BoundedLossTests
{
    private static readonly Gen<(float[] Errors, float[] Reflected, float[] Rewards)> Batches =
        Gen.Select(Gen.Float[0, 4].Array[6], Gen.Float[0, 4].Array[6], Gen.Float[0, 1].Array[6]);

    [Fact]
    public void Rewards_divide_each_token_between_its_picture_and_the_reflection() => Batches.Sample(batch =>
    {
        using var scope = NewDisposeScope();
        var loss = SrumLoss.Bounded(tensor(batch.Errors), tensor(batch.Reflected), tensor(batch.Rewards));
        var expected = Enumerable.Range(0, 6).Average(
            i => ((double)batch.Rewards[i] * batch.Errors[i]) + ((1 - (double)batch.Rewards[i]) * batch.Reflected[i]));
        Assert.Equal(expected, loss.Total.ToDouble(), tolerance: 1e-5);
        Assert.Equal(batch.Errors.Average(), loss.Constraint.ToDouble(), tolerance: 1e-5);
    });

    [Theory]
    [InlineData(1f)]
    [InlineData(0.5f)]
    [InlineData(0.2f)]
    [InlineData(0f)]
    public void The_gradient_of_a_model_that_has_moved_is_the_one_by_hand(float reward)
    {
        using var scope = NewDisposeScope();
        using var model = new ToyModel();
        var colours = model.Parameters.Single(parameter => parameter.IsGeneration).Value;
        Tensor clean = randn([4, 3], generator: new Generator(3));
        TrainingSample[] samples = [new("a red dog", clean, Seed: 11)];
        var row = Row(model, samples);
        float[] before = Values(colours[row]);
        using var old = model.Forward(samples, new ForwardSettings());
        using (no_grad())
        {
            colours.add_(tensor(0.25f));
        }

        colours.requires_grad = true;
        using var forward = model.Forward(samples, new ForwardSettings());
        SrumLoss.Bounded(forward.Errors([clean]), forward.ReflectedErrors([clean], old), full([4], reward))
            .Total.backward();
        var noise = Values(randn([4, 3], generator: new Generator(11)));
        var (gradient, goal) = (Values(colours.grad![row]), Values(clean));
        for (var i = 0; i < 12; i++)
        {
            var (v, wanted) = (before[i] + 0.25f, (0.1f * noise[i]) - goal[i]);
            var byHand = ((reward * (v - wanted)) - ((1 - reward) * ((2 * before[i]) - v - wanted))) * 2 / 12;
            Assert.Equal(byHand, gradient[i], 1e-4);
        }
    }

    [Fact]
    public void Five_hundred_steps_away_from_a_picture_end_at_its_reflection()
    {
        using var model = new ToyModel();
        TrainExample[] examples = [TrainerTests.Examples()[4]];
        var colours = model.Parameters.Single(parameter => parameter.IsGeneration).Value;
        using var clean = model.Encode(examples[0].Open());
        var row = Row(model, [new(examples[0].Prompt, clean, 0)]);
        var (before, goal) = (Values(colours[row]), Values(clean));
        var nothing = MapRule.Own("nothing", (_, width, height) => new float[width * height]);
        var settings = new TrainSettings
        {
            Objective = new Bounded { Map = nothing }, Steps = 500, BatchSize = 8, LearningRate = 0.02, WarmUpSteps = 3,
                TextDropout = 0,
            Decay = LearningRateDecay.Linear,
        };
        var losses = new List<double>();
        using (var trainer = new Trainer(model, examples, settings))
        {
            trainer.Run(report: step => losses.Add(step.Loss));
        }

        // The noise's mean is 0, so what is asked for is v_old − (v* − v_old) = 2 v_old + x₀.
        Assert.All(
            Values(colours[row]).Zip(before.Zip(goal, (old, x) => (2 * old) + x)),
            pair => Assert.Equal(pair.Second, pair.First, 0.05));
        Assert.All(losses, loss => Assert.InRange(loss, 0, losses[0] * 1.1));
    }

    [Fact]
    public void A_neutral_reward_holds_the_model_where_it_is()
    {
        using var model = new ToyModel();
        var before = TrainerTests.Copy(model)["colours"];
        // One picture a prompt: none is better than the others of its prompt.
        var settings = new TrainSettings
        {
            Objective = new Bounded { Share = PictureShare.Rank }, Steps = 50, BatchSize = 6, LearningRate = 0.02,
                WarmUpSteps = 0,
        };
        using (var trainer = new Trainer(model, TrainerTests.Examples(), settings))
        {
            trainer.Run();
        }

        Assert.All(
            before.Zip(TrainerTests.Copy(model)["colours"]), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    private static int Row(ToyModel model, IReadOnlyList<TrainingSample> samples)
    {
        using var scope = NewDisposeScope();
        var colours = model.Parameters.Single(parameter => parameter.IsGeneration).Value;
        var needed = colours.requires_grad;
        colours.requires_grad = true;
        using (var forward = model.Forward(samples, new ForwardSettings()))
        {
            forward.Errors([.. samples.Select(sample => sample.Target)]).sum().backward();
        }

        var row = (int)colours.grad!.abs().sum([1, 2]).argmax().ToInt64();
        colours.grad = null;
        colours.requires_grad = needed;
        return row;
    }

    private static float[] Values(Tensor tensor)
    {
        using var own = tensor.detach().clone();
        return own.data<float>().ToArray();
    }
}
