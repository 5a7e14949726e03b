using Srum.Models;
using Srum.Models.Bagel;
using Srum.Training;
using Srum.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>A published folder (bf16 weights), opened as it is, against the same weights computed in fp32.</summary>
public sealed class PrecisionTests : IDisposable
{
    /// <summary>
    /// bf16 has 8 significant bits: a rounding is off by up to 2⁻⁹, and a few dozen of them meet on the way.
    /// </summary>
    private const double Tolerance = 0.02;

    private readonly string folder = Directory.CreateTempSubdirectory("srum-bf16").FullName;
    private readonly BagelModel wide;
    private readonly BagelModel narrow;

    public PrecisionTests()
    {
        ModelSettings settings;
        using (var model = SmallModel.Open())
        {
            settings = model.Settings;
            model.Save(folder);
        }

        wide = ModelFolder.Open(folder, settings);
        narrow = ModelFolder.Open(folder, settings, precision: ModelPrecision.Bf16);
    }

    [Fact]
    public void Published_weights_are_held_as_the_file_has_them()
    {
        using var file = SafetensorsFile.Open(Path.Combine(folder, "ema.safetensors"));
        Assert.All(
            narrow.Parameters,
            parameter => Assert.True(file.Bytes(parameter.Name).SequenceEqual(parameter.Value.bytes), parameter.Name));
        Assert.Equal(file.Entries.Sum(entry => entry.Length), Bytes(narrow));
        Assert.Equal(2 * Bytes(narrow), Bytes(wide));

        static long Bytes(BagelModel model) =>
            model.Parameters.Sum(parameter => parameter.Value.numel() * parameter.Value.element_size());
    }

    [Fact]
    public void Velocities_agree_within_two_per_cent()
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var side = wide.Parts.Config.TokenSide;
        var samples = SmallModel.Prompts.Take(6).Append(null)
            .Select((prompt, i) => new TrainingSample(prompt, wide.Encode(SmallModel.Noise(side * 3, side * 2, i)), i))
            .ToArray();
        using var exact = (GenerationForward)wide.Forward(samples, new ForwardSettings());
        using var rounded = (GenerationForward)narrow.Forward(samples, new ForwardSettings());
        Assert.All(exact.Velocities.Zip(rounded.Velocities), pair =>
        {
            Assert.Equal(ScalarType.Float32, pair.Second.dtype);
            var off = ((pair.First - pair.Second).norm() / pair.First.norm()).ToDouble();
            Assert.InRange(off, 1e-6, Tolerance);
        });
    }

    [Fact]
    public void Training_with_mixed_products_follows_training_in_fp32()
    {
        using var exact = ModelFolder.Open(folder, wide.Settings);
        using var mixed = ModelFolder.Open(folder, wide.Settings, precision: ModelPrecision.Mixed);
        var (expected, losses) = (Losses(exact), Losses(mixed));
        Assert.All(mixed.Parameters, parameter => Assert.Equal(ScalarType.Float32, parameter.Value.dtype));
        Assert.NotEqual(expected, losses);
        Assert.All(
            expected.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, tolerance: Tolerance * pair.First));

        List<double> Losses(BagelModel model)
        {
            TrainExample[] examples = [.. SmallModel.Prompts.Take(4)
                .Select((prompt, i) => new TrainExample($"{i}", prompt, () => SmallModel.Noise(8, 8, i), null))];
            var losses = new List<double>();
            using var trainer = new Trainer(model, examples, new TrainSettings { Objective = new Supervised(),
                Steps = 6, BatchSize = 4, LearningRate = 1e-3, WarmUpSteps = 1 });
            trainer.Run(report: step => losses.Add(step.Loss));
            return losses;
        }
    }

    [Fact]
    public void Pictures_agree_within_two_per_cent_of_the_range()
    {
        DrawRequest[] requests = [.. SmallModel.Prompts.Take(4).Select((prompt, i) => new DrawRequest(prompt, i))];
        var settings = wide.Settings.Draw with { TextGuidance = 2, GuidanceStart = 0 };
        foreach (var (exact, rounded) in wide.Draw(requests, settings).Zip(narrow.Draw(requests, settings)))
        {
            Assert.InRange(
                exact.Picture.Rgb.Zip(rounded.Picture.Rgb, (a, b) => Math.Abs(a - b)).Average(), 0, 255 * Tolerance);
        }
    }

    [Fact]
    public void Log_probabilities_of_continuations_agree_within_two_per_cent()
    {
        string[] continuations = ["yes", " no and no", "red blue"];
        var (exact, rounded) = (wide.Weigh(SmallModel.Questions, continuations),
            narrow.Weigh(SmallModel.Questions, continuations));
        Assert.All(exact.Zip(rounded).SelectMany(pair => pair.First.Zip(pair.Second)), pair =>
            Assert.Equal(pair.First, pair.Second, tolerance: Tolerance * Math.Abs(pair.First)));
        Assert.All(narrow.Answer(SmallModel.Questions, new AnswerSettings { MaxTokens = 4 }), Assert.NotNull);
    }

    [Fact]
    public void Records_of_one_precision_are_never_taken_for_the_others() =>
        Assert.NotEqual(wide.Identity, narrow.Identity);

    [Fact]
    public void A_model_in_bf16_is_not_trained()
    {
        var example = new TrainExample("one", "a red circle", () => SmallModel.Noise(8, 8, 1), null);
        var message = Assert.Throws<SrumException>(() =>
            new Trainer(narrow, [example], new TrainSettings { Objective = new Supervised() })).Message;
        Assert.Contains("fp32", message);
    }

    public void Dispose()
    {
        wide.Dispose();
        narrow.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
