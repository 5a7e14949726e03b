using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Models.Bagel;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models;

/// <summary>Large pictures need the memory of one stage, not of all.</summary>
public sealed class StagedTensorTests
{
    [Fact]
    public void A_deeper_autoencoder_holds_no_more_tensors()
    {
        Assert.Equal(Held(blocks: 1), Held(blocks: 5));

        static long Held(int blocks)
        {
            using var store = ParameterStore.Random(1);
            var autoencoder = new Autoencoder(new AutoencoderConfig(32, [1, 1], blocks, 2, 2, 1, 0), store);
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            using var picture = zeros(1, 3, 8, 8);
            var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            long most = 0;
            autoencoder.Observe = (_, _) => most = Math.Max(
                most, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount - before);
            autoencoder.Decode(autoencoder.EncodeMean(picture));
            return most;
        }
    }

    [Fact]
    public void A_deeper_eye_holds_no_more_tensors()
    {
        Assert.Equal(Held(layers: 1), Held(layers: 6));

        static long Held(int layers)
        {
            using var store = ParameterStore.Random(1);
            var eye = new VisionEncoder(
                FixtureModel.Config with { Vision = FixtureModel.Config.Vision with { Layers = layers } }, store);
            using var scope = NewDisposeScope();
            using var outside = no_grad();
            var side = 2 * FixtureModel.Config.Vision.PatchSize;
            using var picture = zeros(1, 3, side, side);
            var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            long most = 0;
            eye.Observe = (_, _) => most = Math.Max(
                most, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount - before);
            eye.Forward(picture);
            return most;
        }
    }
}
