using CsCheck;
using Srum.Maps;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

/// <summary>The clipped policy gradient, from its formula to a training.</summary>
public sealed class ClippedLossTests
{
    private static readonly Gen<(float[] Errors, float[] Start, float[] Rewards, double Clip)> Batches = Gen.Select(
        Gen.Float[0, 4].Array[6], Gen.Float[0, 4].Array[6], Gen.Float[0, 1].Array[6], Gen.Double[0.01, 0.9]);

    [Fact]
    public void Is_the_mean_of_what_is_worse_of_ratio_and_clipped_ratio() => Batches.Sample(batch =>
    {
        using var scope = NewDisposeScope();
        var loss = SrumLoss.Clipped(tensor(batch.Errors), tensor(batch.Start), tensor(batch.Rewards), batch.Clip);
        var expected = -Enumerable.Range(0, 6).Average(i =>
        {
            var ratio = Math.Exp((double)batch.Start[i] - batch.Errors[i]);
            var advantage = (2 * (double)batch.Rewards[i]) - 1;
            return Math.Min(ratio * advantage, Math.Clamp(ratio, 1 - batch.Clip, 1 + batch.Clip) * advantage);
        });
        Assert.Equal(expected, loss.Total.ToDouble(), tolerance: 1e-4 * (1 + Math.Abs(expected)));
    });

    [Fact]
    public void Its_first_step_is_that_of_the_bounded_loss() => Batches.Sample(batch =>
    {
        using var scope = NewDisposeScope();
        var (v, goal, r) = (tensor(batch.Errors), tensor(batch.Start), tensor(batch.Rewards));
        var clipped = Gradient(own => SrumLoss.Clipped(Squared(own, goal), Squared(v, goal), r, batch.Clip));
        // At v = v_old the reflection 2 v_old − v is v itself, with the opposite gradient.
        var bounded = Gradient(own => SrumLoss.Bounded(
            Squared(own, goal), Squared(v.mul(2) - own, goal), r));
        Assert.All(clipped.Zip(bounded), pair => Assert.Equal(pair.Second, pair.First, 1e-5));

        float[] Gradient(Func<Tensor, LossParts> loss)
        {
            var own = v.clone().requires_grad_();
            loss(own).Total.backward();
            return own.grad!.data<float>().ToArray();
        }
    });

    [Theory]
    [InlineData(1f, 0.25f, 0f)] // good, its error has fallen beyond the clip
    [InlineData(1f, 0.1f, -1.105f)] // good, within it
    [InlineData(1f, -0.5f, -0.607f)] // good, and worse than before
    [InlineData(0f, -0.25f, 0f)] // bad, its error has risen beyond the clip
    [InlineData(0f, -0.1f, 0.905f)]
    [InlineData(0f, 0.5f, 1.649f)] // bad, and better than before: the whole ratio pushes
    [InlineData(0.5f, 0.1f, 0f)] // neutral
    public void Who_has_gone_far_enough_is_left_alone(float reward, float fallen, float pull)
    {
        using var scope = NewDisposeScope();
        var errors = tensor([1 - fallen], requires_grad: true);
        SrumLoss.Clipped(errors, tensor([1f]), tensor([reward]), 0.2).Total.backward();
        // The gradient by −e, with the sign of what a descent does to the ratio.
        Assert.Equal(pull, -errors.grad!.ToDouble(), 2e-3);
    }

    [Fact]
    public void A_training_moves_towards_good_pictures_and_away_from_bad_ones_and_stops()
    {
        using ToyModel model = new(), twice = new();
        var settings = TrainerTests.Settings with
        {
            Objective = new Clipped { Map = MapRule.Signed, Share = PictureShare.Mean, Clip = 0.1 }, Steps = 200,
                TextDropout = 0,
        };
        var before = TrainerTests.Copy(model)["colours"];
        TrainerTests.Train(model, settings);
        TrainerTests.Train(twice, settings with { Steps = 400 });
        var (moved, further) = (Distance(model), Distance(twice));
        Assert.InRange(moved, 1e-3, double.MaxValue);
        Assert.InRange(further, 0, 1.5 * moved);

        double Distance(ToyModel trained) =>
            before.Zip(TrainerTests.Copy(trained)["colours"], (was, now) => Math.Abs(now - was)).Average();
    }

    private static Tensor Squared(Tensor value, Tensor goal) => (value - goal).square();
}
