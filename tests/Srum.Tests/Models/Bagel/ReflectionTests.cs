using Srum.Models;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>A pass of other weights to reflect about.</summary>
public sealed class ReflectionTests
{
    [Fact]
    public void Errors_of_the_reflection_are_those_of_twice_the_other_velocity_minus_the_own()
    {
        Assert.SkipUnless(FixtureRoot.Has("model"), "This root has no model folder.");
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = SmallModel.Open();
        var settings = model.Settings.Draw;
        Tensor[] targets =
            [.. Enumerable.Range(0, 3).Select(i => model.Encode(SmallModel.Noise(settings.Width, settings.Height, i)))];
        TrainingSample[] samples =
            [.. targets.Select((target, i) => new TrainingSample(i == 0 ? null : SmallModel.Prompts[i], target, i))];
        using var before = model.Forward(samples, new ForwardSettings());
        using var same = model.Forward(samples, new ForwardSettings());
        Near(before.Errors(targets), same.ReflectedErrors(targets, before));
        foreach (var parameter in model.Parameters.Where(parameter => parameter.IsGeneration && !parameter.IsFixed))
        {
            parameter.Value.mul_(tensor(1.05f));
        }

        using var after = model.Forward(samples, new ForwardSettings());
        var (own, other) = (after.Errors(targets), before.Errors(targets));
        var apart = cat([.. Velocities(after).Zip(Velocities(before), (v, old) => (v - old).square().mean([-1]))], 0);
        // With a = v − v* and b = v_old − v*: (2 b − a)² = 2 b² − a² + 2 (a − b)².
        Near((other * 2) - own + (apart * 2), after.ReflectedErrors(targets, before));
        Assert.True((own - after.ReflectedErrors(targets, before)).abs().max().ToDouble() > 1e-3);
    }

    private static IReadOnlyList<Tensor> Velocities(IGenerationForward forward) =>
        ((Srum.Models.Bagel.GenerationForward)forward).Velocities;

    private static void Near(Tensor expected, Tensor actual) => Assert.True(
        (expected - actual).abs().max().ToDouble() <= 1e-4 * (1 + expected.abs().max().ToDouble()),
        $"{expected.abs().max().ToDouble()} {(expected - actual).abs().max().ToDouble()}");
}
