using CsCheck;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

public sealed class SrumLossTests
{
    private static readonly Gen<(float[] Errors, float[] Reference, float[] Weights)> Batches =
        Gen.Select(Gen.Float[0, 4].Array[6], Gen.Float[0, 4].Array[6], Gen.Float[0, 1].Array[6]);

    [Fact]
    public void Is_the_weighted_mean_and_lambda_times_the_constraint() =>
        Batches.Select(Gen.Double[0, 1]).Sample((batch, lambda) =>
        {
            var reward = batch.Errors.Zip(batch.Weights, (error, weight) => (double)error * weight).Average();
            var constraint = batch.Reference.Average();
            var (total, rewardPart, constraintPart) = Loss(batch.Errors, batch.Reference, batch.Weights, lambda);
            Assert.Equal(reward + (lambda * constraint), total, tolerance: 1e-5);
            Assert.Equal(reward, rewardPart, tolerance: 1e-5);
            Assert.Equal(constraint, constraintPart, tolerance: 1e-5);
        });

    [Fact]
    public void Supervised_training_minimises_the_mean_error() => Batches.Sample(batch =>
    {
        using var scope = NewDisposeScope();
        var loss = SrumLoss.Supervised(tensor(batch.Errors));
        Assert.Equal(batch.Errors.Average(), loss.Total.ToDouble(), tolerance: 1e-5);
        Assert.Null(loss.Reward);
    });

    [Fact]
    public void Weights_of_one_without_constraint_are_supervised_training() => Batches.Sample(batch =>
        Assert.Equal(
            batch.Errors.Average(), Loss(batch.Errors, batch.Errors, [1, 1, 1, 1, 1, 1], 0).Total, tolerance: 5e-6));

    [Fact]
    public void Weights_of_zero_leave_the_constraint() =>
        Assert.Equal(0.5 * 2, Loss([3, 3], [1, 3], [0, 0], 0.5).Total, 1e-6);

    [Theory]
    [InlineData(-0.5, 0.5)] // w + λ = 0: nothing to bound
    [InlineData(-0.2, 0.5)]
    public void A_negative_weight_within_lambda_counts_as_it_is(float weight, double lambda) =>
        Assert.Equal((weight * 9) + (lambda * 9), Loss([9], [9], [weight], lambda).Total, 1e-4);

    [Fact]
    public void A_net_repulsion_is_bounded_however_large_the_error() =>
        Gen.Select(Gen.Float[-1, 0], Gen.Float[0, 1e6f]).Sample((weight, error) =>
            Assert.InRange(Loss([error], [error], [weight], 0).Total, weight * 1.0001, 0));

    [Fact]
    public void A_small_error_is_pushed_away_as_by_the_plain_loss()
    {
        var errors = tensor([0.001f], requires_grad: true);
        using var weights = tensor([-0.8f]);
        SrumLoss.Weighted(errors, errors, weights, 0.5).Total.backward();
        Assert.Equal(-0.3, errors.grad!.ToDouble(), 1e-2);
    }

    private static (double Total, double Reward, double Constraint) Loss(
        float[] errors, float[] reference, float[] weights, double lambda)
    {
        using var scope = NewDisposeScope();
        var loss = SrumLoss.Weighted(tensor(errors), tensor(reference), tensor(weights), lambda);
        return (loss.Total.ToDouble(), loss.Reward!.ToDouble(), loss.Constraint.ToDouble());
    }
}
