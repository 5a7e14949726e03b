using Srum.Native;
using Srum.Pretraining;
using Srum.Weights;

namespace Srum.Tests.Pretraining;

/// <summary>
/// A pretraining whose numbers are not finite. Its step is computed again on plain kernels, which are the whole
/// process's matter.
/// </summary>
[Collection(nameof(Alone))]
public sealed class NotFiniteTrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("srum").FullName;

    [Fact]
    public void A_learning_rate_that_breaks_the_training_leaves_a_state_without_NaN()
    {
        // So large that products of weights overflow: no kernel can help.
        var settings = PretrainerTests.Small with
        {
            Start = Path.Combine(DataFolder.Path, "model"), NearMissRate = 1e30,
        };

        var failure = Assert.Throws<NotFiniteException>(() => Pretrainer.Run(settings, At("state"), At("b")));

        Assert.Contains("of the model is not finite", failure.Message);
        Assert.Contains("lower --learning-rate", failure.Message);
        using var kept = SafetensorsFile.Open(Path.Combine(At("state"), "near-misses.state.safetensors"));
        Assert.Equal(failure.Message.Contains("step 2", StringComparison.Ordinal) ? "1" : "2", kept.Metadata["step"]);
        Assert.All(kept.Names, name =>
        {
            using var tensor = kept.Read(name);
            Assert.True(tensor.IsFinite(), name);
        });
        Assert.False(Directory.Exists(At("b")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);
}
