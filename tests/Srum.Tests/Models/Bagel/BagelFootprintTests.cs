using CsCheck;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Text;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>Arithmetic of sizes, held against the modules that are built from the same sizes.</summary>
public sealed class BagelFootprintTests : IDisposable
{
    // Sizes that fit together, each moved on its own.
    private static readonly Gen<BagelConfig> Sizes =
        from heads in Gen.Int[1, 3]
        from shared in Gen.Int[1, 2]
        from width in Gen.Int[1, 3].Select(part => 4 * part)
        from layers in Gen.Int[1, 3]
        from mlp in Gen.Int[3, 20]
        from vision in Gen.Select(Gen.Int[1, 3], Gen.Int[3, 9], Gen.Int[1, 3], Gen.Int[2, 4], Gen.Int[1, 3])
        from autoencoder in Gen.Select(Gen.Int[1, 2].Array[1, 3], Gen.Int[1, 2], Gen.Int[1, 4])
        from patch in Gen.Int[1, 2]
        select new BagelConfig(
            new LanguageConfig(29, heads * shared * width, mlp, layers, heads * shared, heads, 1e-6, 10000),
            new VisionConfig(2 * vision.Item1, vision.Item2, vision.Item3, 2, vision.Item4, vision.Item5, 3, 1e-6),
            new AutoencoderConfig(
                32, autoencoder.Item1, autoencoder.Item2, autoencoder.Item3, 1 << (autoencoder.Item1.Length - 1), 1, 0),
            patch, 3, 4, false);

    private readonly string folder = Directory.CreateTempSubdirectory("srum-random").FullName;

    [Fact]
    public void Every_part_counts_what_the_modules_take()
    {
        var tokenizer = Tokenizer.Open(FixtureModel.Folder);
        Sizes.Sample(
            config =>
            {
                using var scope = NewDisposeScope();
                var parts = new BagelParts(config, tokenizer, ParameterStore.Random(1), ParameterStore.Random(2));
                var size = new BagelFootprint(config);
                var taken = parts.Store.Parameters.Concat(parts.AutoencoderStore.Parameters).ToArray();
                Assert.Equal(taken.Sum(parameter => parameter.Value.numel()), size.Parameters);
                using var model = new BagelModel(parts, new ModelSettings(), new ModelFiles(FixtureModel.Folder, null));
                Assert.Equal(model.Parameters.Where(parameter => parameter.IsGeneration)
                    .Sum(parameter => parameter.Value.numel()), size.TrainedParameters);
            },
            iter: 30);
    }

    [Fact]
    public void The_published_model_has_the_numbers_that_its_files_have() =>
        Assert.Equal(14_607_260_128 + 83_819_683, new BagelFootprint(BagelConfig.Published).Parameters);

    [Fact]
    public void Half_the_bits_are_half_the_bytes_but_for_the_autoencoder() => Sizes.Sample(config =>
    {
        var size = new BagelFootprint(config);
        var autoencoder = 4 * size.Parts.Single(part => part.StaysFp32).Parameters;
        Assert.Equal(
            size.WeightBytes(ModelPrecision.Fp32) - autoencoder,
            2 * (size.WeightBytes(ModelPrecision.Bf16) - autoencoder));
        Assert.Equal(2 * size.KeyValueBytes(7, ModelPrecision.Bf16), size.KeyValueBytes(7, ModelPrecision.Fp32));
        Assert.Equal(size.KeyValueBytes(7, ModelPrecision.Bf16), size.KeyValueBytes(7, ModelPrecision.Mixed));
    });

    [Fact]
    public void The_cache_is_as_large_as_said()
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = SmallModel.Open();
        using var contexts = Contexts.Empty(model.Parts, 1);
        contexts.AddText(["a red circle left of a blue square"]);
        var layers = Enumerable.Range(0, model.Parts.Config.Language.Layers);
        Assert.Equal(
            layers.Sum(layer => 4 * (contexts.Cache.Keys(layer).numel() + contexts.Cache.Values(layer).numel())),
            new BagelFootprint(model.Parts.Config).KeyValueBytes(contexts.Cache.Length, ModelPrecision.Fp32));
    }

    [Fact]
    public void Guidance_and_steps_multiply_the_work()
    {
        var size = new BagelFootprint(BagelConfig.Published);
        var plain = new DrawSettings { TextGuidance = 1, Steps = 11 };
        var one = size.DrawOperations(plain, 0) - size.DrawOperations(plain with { Steps = 10 }, 0);
        Assert.Equal(
            10 * one,
            size.DrawOperations(plain with { TextGuidance = 2, GuidanceStart = 0 }, 0) - size.DrawOperations(plain, 0),
            tolerance: one * 1e-6);
        Assert.Equal(
            20 * one,
            size.DrawOperations(plain with { TextGuidance = 2, ImageGuidance = 2, GuidanceStart = 0 }, 0)
                - size.DrawOperations(plain, 0),
            tolerance: one * 1e-6);
        // Guidance that acts nowhere costs nothing.
        Assert.Equal(
            size.DrawOperations(plain, 0), size.DrawOperations(plain with { TextGuidance = 2, GuidanceStart = 1 }, 0),
            tolerance: 1);
    }

    [Fact]
    public void Adapters_grow_with_their_rank_and_stay_small()
    {
        var size = new BagelFootprint(BagelConfig.Published);
        Assert.Equal(4 * size.AdapterParameters(4), size.AdapterParameters(16));
        Assert.True(size.AdapterTrainingBytes(16) < size.TrainingBytes / 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => size.AdapterParameters(0));
    }

    [Fact]
    public void A_random_model_opens_is_complete_and_follows_its_seed()
    {
        RandomModel.Write(folder, FixtureModel.Folder, 3);
        RandomModel.Write(Path.Combine(folder, "again"), FixtureModel.Folder, 3);
        RandomModel.Write(Path.Combine(folder, "other"), FixtureModel.Folder, 4);
        var inspection = ModelInspection.Read(folder);
        Assert.True(inspection.IsComplete);
        var size = new BagelFootprint(FixtureModel.Config);
        Assert.Equal(size.WeightBytes(ModelPrecision.Bf16), inspection.Tensors.Sum(entry => entry.Length));
        using var model = UnifiedModel.Open(folder, precision: ModelPrecision.Bf16);
        Assert.Equal(Hash(""), Hash("again"));
        Assert.NotEqual(Hash(""), Hash("other"));

        string Hash(string part) => Convert.ToHexString(System.Security.Cryptography.SHA256
            .HashData(File.ReadAllBytes(Path.Combine(folder, part, "ema.safetensors"))));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
