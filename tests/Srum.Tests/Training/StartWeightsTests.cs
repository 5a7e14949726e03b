using Srum.Models;
using Srum.Training;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

public sealed class StartWeightsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_training_may_change_comes_back_bit_for_bit(bool freezesUnderstanding)
    {
        using var model = new ToyModel();
        var before = model.Parameters.Select(Bytes).ToArray();
        using var start = new StartWeights(model, new ForwardSettings { FreezeUnderstanding = freezesUnderstanding });
        foreach (var parameter in model.Parameters)
        {
            using var outside = no_grad();
            parameter.Value.zero_();
        }

        start.Restore();
        Assert.Equal(
            model.Parameters.Select(parameter => parameter.IsGeneration || !freezesUnderstanding),
            model.Parameters.Select((parameter, i) => Bytes(parameter) == before[i]));
    }

    [Fact]
    public void What_is_done_during_the_start_sees_its_weights_and_the_present_ones_come_back()
    {
        using var model = new ToyModel();
        var before = Bytes(model.Parameters[1]);
        using var start = new StartWeights(model, new ForwardSettings());
        using (no_grad())
        {
            model.Parameters[1].Value.zero_();
        }

        var zero = Bytes(model.Parameters[1]);
        Assert.Equal(before, start.During(() => Bytes(model.Parameters[1])));
        Assert.Equal(zero, Bytes(model.Parameters[1]));
        Assert.Throws<TimeoutException>(() => start.During<int>(() => throw new TimeoutException()));
        Assert.Equal(zero, Bytes(model.Parameters[1]));
        start.Restore();
        Assert.Equal(before, Bytes(model.Parameters[1]));
    }

    [Fact]
    public void Trainings_of_adapters_alone_need_no_copy_of_the_models_weights()
    {
        using var model = new ToyModel();
        var before = Bytes(model.Parameters[1]);
        TrainSettings plain = new(), adapters = new() { Lora = new LoraSettings() };
        using StartWeights light = new(model, [adapters]), full = new(model, [adapters, plain, plain]);
        using (no_grad())
        {
            model.Parameters[1].Value.zero_();
        }

        var zero = Bytes(model.Parameters[1]);
        light.Restore();
        Assert.Equal(zero, Bytes(model.Parameters[1]));
        full.Restore();
        Assert.Equal(before, Bytes(model.Parameters[1]));
    }

    private static string Bytes(ModelParameter parameter) => Convert.ToHexString(parameter.Value.bytes);
}
