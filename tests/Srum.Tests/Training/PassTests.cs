using Srum.Models;
using Srum.Models.Bagel;
using Srum.Maps;
using Srum.Tests.Models.Bagel;
using Srum.Tests.Models.Janus;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

/// <summary>What saves memory in a step changes none of its numbers.</summary>
[Collection(nameof(Alone))]
public sealed class PassTests
{
    private static readonly TrainSettings Settings = new()
    {
        Steps = 3, BatchSize = 6, LearningRate = 0.01, WarmUpSteps = 0, Optimiser = new() { Epsilon = 1e-6 },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void Gradients_added_up_over_passes_are_the_whole_batchs(int passSize)
    {
        foreach (var objective in (Objective[])[new Weighted(), new Supervised(), new Bounded()])
        {
            using IUnifiedModel whole = SmallModel.Open(), parts = SmallModel.Open();
            var expected = TrainerTests.Train(whole, Settings with { Objective = objective });
            var found = TrainerTests.Train(parts, Settings with { Objective = objective, PassSize = passSize });
            foreach (var (one, other) in expected.Zip(found))
            {
                Assert.Equal(one.Loss, other.Loss, 1e-5 * Math.Abs(one.Loss));
                Assert.Equal(one.Reward ?? 0, other.Reward ?? 0, 1e-5);
                Assert.Equal(one.Constraint, other.Constraint, 1e-5 * one.Constraint);
                Assert.Equal(one.GradientNorm, other.GradientNorm, 1e-4 * one.GradientNorm);
            }
        }
    }

    [Fact]
    public void Pictures_of_two_sizes_count_by_their_tokens()
    {
        using IUnifiedModel whole = SmallModel.Open(), parts = SmallModel.Open();
        var side = FixtureModel.Config.TokenSide;
        var examples = Enumerable.Range(0, 6).Select(i => new TrainExample(
            $"{i}", $"thing {i}", () => SmallModel.Noise(side * (1 + (i % 3)), side * 2, i),
            new DualReward([], 0.2 * i))).ToArray();
        Assert.Equal(Loss(whole, null), Loss(parts, 2), 1e-5);

        double Loss(IUnifiedModel model, int? passSize)
        {
            var losses = new List<double>();
            using var trainer = new Trainer(model, examples, Settings with { PassSize = passSize }, 3);
            trainer.Run(report: step => losses.Add(step.Loss));
            return losses[0];
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_pass_larger_than_the_batch_or_of_nothing_is_refused(int passSize)
    {
        using var model = SmallModel.Open();
        Assert.Contains("train.passSize", Assert.Throws<SettingException>(() =>
            TrainerTests.Train(model, Settings with { PassSize = passSize })).Message);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Layers_computed_again_give_the_same_numbers(bool freezes, bool lora)
    {
        using IUnifiedModel kept = SmallModel.Open(), again = SmallModel.Open();
        var settings = Settings with
        {
            Forward = new ForwardSettings { FreezeUnderstanding = freezes },
            Lora = lora ? new LoraSettings { Rank = 2, Dropout = 0.2 } : null,
        };
        var expected = TrainerTests.Train(kept, settings);
        var found = TrainerTests.Train(
            again, settings with { Forward = settings.Forward with { RecomputeLayers = true } });
        if (freezes)
        {
            Assert.Equal(expected.Select(TrainerTests.Bits), found.Select(TrainerTests.Bits));
            Assert.Equal(TrainerTests.Copy(kept), TrainerTests.Copy(again));
        }

        // Where the understanding half learns too, sums of gradients have another order.
        Assert.All(expected.Zip(found), pair => Assert.Equal(
            pair.First.GradientNorm, pair.Second.GradientNorm, 1e-5 * pair.First.GradientNorm));
    }

    public static IEnumerable<TheoryDataRow<string>> JanusModels => JanusFixture.Models;

    [Theory(SkipTestWithoutData = true), MemberData(nameof(JanusModels))]
    public void Layers_of_a_Janus_computed_again_give_the_same_bits(string name)
    {
        using IUnifiedModel kept = TinyJanus.Open(name), again = TinyJanus.Open(name);
        var expected = TrainerTests.Train(kept, Janus(recompute: false));
        Assert.Equal(
            expected.Select(TrainerTests.Bits),
            TrainerTests.Train(again, Janus(recompute: true)).Select(TrainerTests.Bits));
        Assert.Contains(kept.Layers, layer => layer.Adapter is not null);

        static TrainSettings Janus(bool recompute) => Settings with
        {
            Forward = new ForwardSettings { FreezeUnderstanding = true, RecomputeLayers = recompute },
            Lora = new LoraSettings { Rank = 2, Targets = ["q_proj", "mlp.down_proj"] },
        };
    }

    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 2.5)]
    public void What_is_kept_for_the_way_back_grows_by_a_layers_inside_or_by_its_rows_alone(bool recompute, double most)
    {
        var (few, many) = (Kept(2, recompute), Kept(12, recompute));
        var (config, rows) = (FixtureModel.Config, 0L);
        rows = 32L * 16 * config.Language.HiddenSize * 4;
        var perLayer = (double)(many - few) / 10 / rows;
        Assert.InRange(perLayer, recompute ? 0.9 : 8, recompute ? most : double.MaxValue);
    }

    // Bytes that a forward pass leaves behind for the way back.
    private static long Kept(int layers, bool recompute)
    {
        var config = FixtureModel.Config with
        {
            Language = FixtureModel.Config.Language with { Layers = layers },
        };
        using var parts = new BagelParts(
            config, Srum.Text.Tokenizer.Open(FixtureModel.Folder), ParameterStore.Random(1), ParameterStore.Random(2));
        foreach (var (name, value) in parts.Store.Parameters)
        {
            value.requires_grad = name.Contains("_moe_gen", StringComparison.Ordinal);
        }

        using var scope = NewDisposeScope();
        var side = 4 * config.LatentPatch;
        var samples = Enumerable.Range(0, 32).Select(i => new FlowSample(
            [], rand(config.Autoencoder.LatentChannels, side, side), 0.5, rand(16, config.LatentWidth))).ToArray();
        NativeHeap.Trim();
        var before = LiveTensors.Bytes;
        using var forward = FlowTraining.Forward(parts, samples, freezeUnderstanding: true, recompute);
        var kept = LiveTensors.Bytes - before;
        forward.Errors([.. samples.Select(sample => sample.Clean)]).mean().backward();
        return kept;
    }
}
