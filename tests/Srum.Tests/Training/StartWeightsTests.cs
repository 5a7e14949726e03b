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
        Assert.Equal(model.Parameters.Select(parameter => parameter.IsGeneration || !freezesUnderstanding), model.Parameters.Select((parameter, i) => Bytes(parameter) == before[i]));
    }

    private static string Bytes(ModelParameter parameter) => Convert.ToHexString(parameter.Value.bytes);
}
