using Srum.Models;
using Srum.Maps;
using Srum.Tests.Models.Bagel;
using Srum.Training;
using Srum.Weights;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

/// <summary>Trainings of adapters, on a small BAGEL.</summary>
public sealed class LoraTrainingTests : IDisposable
{
    private static readonly LoraSettings Lora = new() { Rank = 3, Alpha = 6 };

    private static readonly TrainSettings Settings = new()
    {
        Steps = 6, BatchSize = 4, LearningRate = 0.01, WarmUpSteps = 2, CheckpointEvery = 2, Lora = Lora,
    };

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string Checkpoint => Path.Combine(folder, "checkpoint.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Adapters_of_the_generation_expert_move_and_no_weight_does()
    {
        using var model = SmallModel.Open();
        var before = TrainerTests.Copy(model);

        var steps = TrainerTests.Train(model, Settings, Checkpoint);

        Assert.Equal(before, TrainerTests.Copy(model));
        var adapted = model.Layers.Where(layer => layer.Adapter is not null).ToArray();
        Assert.Equal(model.Layers.Count / 2, adapted.Length);
        Assert.All(adapted, layer => Assert.Contains("_moe_gen", layer.Name));
        Assert.All(adapted, layer => Assert.True(layer.Adapter!.B.abs().sum().item<float>() > 0, layer.Name));
        Assert.All(steps, step => Assert.True(step.GradientNorm > 0));
    }

    [Fact]
    public void The_optimiser_holds_moments_of_adapters_alone()
    {
        using var model = SmallModel.Open();
        TrainerTests.Train(model, Settings, Checkpoint);
        using var file = SafetensorsFile.Open(Checkpoint);
        Assert.All(file.Names, name => Assert.Contains(".lora_", name));
        var numbers = model.Layers.Where(layer => layer.Adapter is not null)
            .Sum(layer => Lora.Rank * (layer.Weight.shape[0] + layer.Weight.shape[1]));
        Assert.Equal(numbers, file.Entries.Where(entry => entry.Name.StartsWith("mean/")).Sum(entry => entry.Count));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(0.3, null)]
    [InlineData(0, 0.9)]
    public void An_interrupted_training_goes_on_to_the_same_bits(double dropout, double? average)
    {
        var settings = Settings with { Lora = Lora with { Dropout = dropout }, AverageDecay = average };
        using IUnifiedModel whole = SmallModel.Open(), broken = SmallModel.Open(), resumed = SmallModel.Open();
        var expected = TrainerTests.Train(whole, settings);
        using (var trainer = new Trainer(broken, TrainerTests.Examples(), settings, 7))
        {
            Assert.Throws<TimeoutException>(() =>
                trainer.Run(Checkpoint, step => _ = step.Step == 5 ? throw new TimeoutException() : 0));
        }

        var rest = TrainerTests.Train(resumed, settings, Checkpoint);

        Assert.Equal(expected.Skip(4).Select(TrainerTests.Bits), rest.Select(TrainerTests.Bits));
        Assert.Equal(Bits(whole), Bits(resumed));
    }

    [Fact]
    public void Dropout_changes_the_training_and_not_the_trained_model()
    {
        using IUnifiedModel plain = SmallModel.Open(), dropped = SmallModel.Open();
        var without = TrainerTests.Train(plain, Settings);
        var with = TrainerTests.Train(dropped, Settings with { Lora = Lora with { Dropout = 0.5 } });
        Assert.NotEqual(without[^1].Loss, with[^1].Loss);
        Assert.Equal(Draw(dropped), Draw(dropped));
    }

    [Theory]
    [InlineData(ModelPrecision.Bf16)]
    [InlineData(ModelPrecision.Mixed)]
    public void Adapters_learn_on_weights_as_they_are_published(ModelPrecision precision)
    {
        using var model = SmallModel.Open(precision);
        var settings = Settings with { Steps = 60, Objective = new Supervised(), TextDropout = 0 };
        var losses = TrainerTests.Train(model, settings).Select(step => step.Loss).ToArray();
        Assert.True(losses[^10..].Average() < 0.8 * losses[..10].Average(), $"{losses[0]} → {losses[^1]}");
        Assert.All(TrainedAdapters.On(model.Layers), matrix => Assert.Equal(ScalarType.Float32, matrix.Value.dtype));
    }

    [Fact]
    public void Start_weights_take_adapters_off_again()
    {
        using var model = SmallModel.Open();
        var before = Draw(model);
        using var start = new StartWeights(model, [Settings]);
        TrainerTests.Train(model, Settings);
        Assert.NotEqual(before, Draw(model));
        start.Restore();
        Assert.All(model.Layers, layer => Assert.Null(layer.Adapter));
        Assert.Equal(before, Draw(model));
    }

    [Fact]
    public void A_second_training_goes_on_with_the_adapters_of_the_first()
    {
        using var model = SmallModel.Open();
        TrainerTests.Train(model, Settings);
        var first = model.Layers.Select(layer => layer.Adapter).ToArray();
        var held = Bits(model);
        TrainerTests.Train(model, Settings, seed: 8);
        Assert.Equal(first, model.Layers.Select(layer => layer.Adapter));
        Assert.NotEqual(held, Bits(model));

        var refused = Assert.Throws<SrumException>(() =>
            TrainerTests.Train(model, Settings with { Lora = Lora with { Rank = 2 } }));
        Assert.Contains("rank 3", refused.Message);
    }

    [Fact]
    public void What_fails_before_the_first_step_leaves_the_model_as_it_was()
    {
        using var model = SmallModel.Open();
        var before = TrainerTests.Copy(model);
        var failing = MapRule.Own("failing", (_, _, _) => throw new TimeoutException());
        // Weights of 0 have no mean that could be scaled: this is found when the adapters are on.
        var nothing = MapRule.Own("nothing", (_, width, height) => new float[width * height]);
        Assert.Throws<TimeoutException>(() => Train(failing));
        Assert.Contains("cannot be scaled", Assert.Throws<SrumException>(() => Train(nothing)).Message);
        Assert.Equal(before, TrainerTests.Copy(model));
        Assert.All(model.Layers, layer => Assert.Null(layer.Adapter));
        Assert.All(model.Parameters, parameter => Assert.False(parameter.Value.requires_grad));

        void Train(MapRule rule) => TrainerTests.Train(
            model, Settings with { Objective = new Weighted { Map = rule, MeanWeight = 1 } });
    }

    [Fact]
    public void The_start_that_a_bounded_loss_holds_on_to_is_without_the_training()
    {
        // With reward ½ everywhere the loss has its least value at the start: nothing may move further than rounding.
        using var model = SmallModel.Open();
        var examples = TrainerTests.Examples().Select(example => example with
        {
            Reward = new DualReward([], 0),
        }).ToArray();
        var settings = Settings with { Objective = new Bounded { Map = MapRule.Signed, Share = PictureShare.Mean } };
        using var trainer = new Trainer(model, examples, settings, 7);
        var norms = new List<double>();
        trainer.Run(report: step => norms.Add(step.GradientNorm));
        Assert.InRange(norms[0], 0, 1e-5);
    }

    [Theory]
    [InlineData("q_proj", 1)]
    [InlineData("q_proj_moe_gen", 1)]
    [InlineData("mlp.down_proj", 1)]
    [InlineData("mlp_moe_gen.down_proj,v_proj", 2)]
    [InlineData("", 7)]
    public void Targets_name_layers_by_the_ends_of_their_names(string targets, int perLayer)
    {
        using var model = SmallModel.Open();
        TrainerTests.Train(model, Settings with { Steps = 1, Lora = Lora with { Targets = Of(targets) } });
        Assert.Equal(
            perLayer * FixtureModel.Config.Language.Layers, model.Layers.Count(layer => layer.Adapter is not null));
    }

    [Theory]
    [InlineData("proj")]
    [InlineData("q_proj,mlp")]
    [InlineData("vit_model")]
    public void A_target_that_is_no_layer_is_refused(string targets)
    {
        using var model = SmallModel.Open();
        var refused = Assert.Throws<SrumException>(() =>
            TrainerTests.Train(model, Settings with { Lora = Lora with { Targets = Of(targets) } }));
        Assert.Contains(Of(targets)[^1], refused.Message);
        Assert.Contains("self_attn.q_proj_moe_gen", refused.Message);
        Assert.All(model.Layers, layer => Assert.Null(layer.Adapter));
    }

    [Theory]
    [InlineData(0, 1, 0, "train.lora.rank")]
    [InlineData(1, 0, 0, "train.lora.alpha")]
    [InlineData(1, 1, 1, "train.lora.dropout")]
    public void Sizes_out_of_range_are_named(int rank, double alpha, double dropout, string name)
    {
        using var model = SmallModel.Open();
        var settings = Settings with { Lora = new() { Rank = rank, Alpha = alpha, Dropout = dropout } };
        Assert.Contains(name, Assert.Throws<SettingException>(() => TrainerTests.Train(model, settings)).Message);
    }

    private static string[] Of(string targets) => targets.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static string Draw(IUnifiedModel model) =>
        Convert.ToHexString(model.Draw([new DrawRequest("a red circle", 3)], model.Settings.Draw)[0].Picture.Rgb);

    private static string[] Bits(IUnifiedModel model) => [.. TrainedAdapters.On(model.Layers).Select(parameter =>
        Convert.ToHexString(parameter.Value.bytes))];
}
