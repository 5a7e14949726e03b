using CsCheck;
using Srum.Models.Janus;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>The bounded negative branch over codes.</summary>
public sealed class NegativeCodesTests
{
    private static readonly Gen<(double Now, double Old, double Rate)> Codes =
        Gen.Select(Gen.Double[0.01, 12], Gen.Double[0.01, 12], Gen.Double[0.02, 0.98]);

    [Fact]
    public void Its_value_is_the_negative_policys_where_that_is_above_the_hold() => Codes.Sample((now, old, rate) =>
    {
        var negative = (1 - (rate * Math.Exp(old - now))) / (1 - rate);
        Assert.Equal(-Math.Log(Math.Max(negative, 1)), Value(now, old, rate), 1e-4);
    });

    [Fact]
    public void Pushing_a_code_away_has_an_end() => Codes.Sample((now, old, rate) =>
        Assert.InRange(Value(now, old, rate), Math.Log(1 - rate) - 1e-9, 1e-9));

    [Fact]
    public void Its_gradient_is_the_one_by_differences_where_nothing_is_held() => Codes.Sample((now, old, rate) =>
    {
        const double Step = 1e-4;
        const double Least = 1e-3;
        var ratio = Math.Exp(old - now);
        // Away from the edge of the hold, near which differences are coarse, and where one number can be told from the
        // next.
        if (1 - (rate * ratio) > 10 * Least && ratio is > 1e-3 and < 20)
        {
            var byDifferences = (
                Value(now + Step, old, rate, Least) - Value(now - Step, old, rate, Least)) / (2 * Step);
            Assert.Equal(byDifferences, Gradient(now, old, rate, Least), 1e-3 * (1 + Math.Abs(byDifferences)));
        }
    });

    [Fact]
    public void Where_it_is_held_the_gradient_still_pushes_back() => Codes.Sample((now, old, rate) =>
    {
        var ratio = Math.Exp(Math.Min(old - now, 10));
        // d/dlog π of (1 − q ρ)/(1 − q) over the value, which is never below 1.
        var held = Math.Max((1 - (rate * ratio)) / (1 - rate), 1);
        var byHand = old - now > 10 ? 0 : -rate * ratio / (1 - rate) / held;
        Assert.Equal(byHand, Gradient(now, old, rate), 1e-3 * (1 + Math.Abs(byHand)));
    });

    [Fact]
    public void Before_the_first_step_a_code_moves_by_how_much_better_than_its_prompt_it_is() => Gen.Select(
        Gen.Double[0.1, 8], Gen.Double[0, 1], Gen.Double[0.02, 0.98]).Sample((old, reward, rate) =>
    {
        using var scope = NewDisposeScope();
        var now = tensor([old], requires_grad: true);
        var loss = SrumLoss.Bounded(now, NegativeCodes.Error(now, tensor([old]), rate), tensor([reward]));
        loss.Total.backward();
        // By −log π; that a reward equal to the prompt's share holds still, and that this is GRPO's advantage, both
        // follow.
        Assert.Equal((reward - rate) / (1 - rate), now.grad!.ToDouble(), 1e-4);
    });

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.6)]
    public void The_minimum_over_a_prompt_is_what_its_good_pictures_look_like(double scale)
    {
        using var scope = NewDisposeScope();
        // Four codes that the old policy draws, and the chance that a picture with each is good.
        double[] old = [0.4, 0.3, 0.2, 0.1], good = [.. new[] { 1.0, 0.2, 0.7, 0.4 }.Select(chance => chance * scale)];
        var rate = old.Zip(good, (p, chance) => p * chance).Sum();
        var (before, chances) = (tensor(old), tensor(good));
        var logits = before.log().requires_grad_();
        for (var step = 0; step < 4000; step++)
        {
            using var pass = NewDisposeScope();
            var now = nn.functional.log_softmax(logits, -1).neg();
            var negative = NegativeCodes.Error(now, before.log().neg(), rate, least: 1e-6);
            (before * ((chances * now) + ((1 - chances) * negative))).sum().backward();
            using (no_grad())
            {
                logits.sub_(logits.grad! * 0.2);
                logits.grad!.zero_();
            }
        }

        var reached = nn.functional.softmax(logits, -1).detach().data<double>().ToArray();
        Assert.All(
            reached.Zip(old.Zip(good, (p, chance) => p * chance / rate)),
            pair => Assert.Equal(pair.Second, pair.First, 1e-3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Prompts_whose_pictures_are_all_good_or_all_bad_divide_by_nothing(double rate)
    {
        Assert.True(double.IsFinite(Value(1, 2, rate)));
        Assert.True(double.IsFinite(Value(2, 1, rate)));
    }

    private static double Value(double now, double old, double rate, double least = 1)
    {
        using var scope = NewDisposeScope();
        return NegativeCodes.Error(tensor([now]), tensor([old]), rate, least).ToDouble();
    }

    private static double Gradient(double now, double old, double rate, double least = 1)
    {
        using var scope = NewDisposeScope();
        var own = tensor([now], requires_grad: true);
        NegativeCodes.Error(own, tensor([old]), rate, least).sum().backward();
        return own.grad!.ToDouble();
    }
}
