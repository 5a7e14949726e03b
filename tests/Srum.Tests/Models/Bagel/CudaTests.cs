using Srum.Models;
using Srum.Models.Bagel;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>
/// A model on an NVIDIA card computes what it computes on the CPU, which other tests hold against the reference.
/// Explicit: for a machine that has a card (environment.md says how).
/// </summary>
[Trait("Category", "Cuda")]
public sealed class CudaTests : IDisposable
{
    /// <summary>A card sums in another order, and its exponentials differ in the last bits.</summary>
    private const double Tolerance = 1e-4;

    private static readonly TrainSettings Short =
        new() { Steps = 6, BatchSize = 4, LearningRate = 1e-3, WarmUpSteps = 1, CheckpointEvery = 3 };

    private static readonly TrainExample[] Examples =
    [
        .. SmallModel.Prompts.Take(4).Select((prompt, i) => new TrainExample(
            $"{i}", prompt, () => SmallModel.Noise(8, 8, i), new([new(new(0, 0, 5, 8), (i - 1) / 2.0)], null))),
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("srum-cuda").FullName;
    private readonly ModelSettings settings;
    private readonly BagelModel host;
    private readonly BagelModel card;

    public CudaTests()
    {
        Assert.True(cuda.is_available(), "No CUDA device, or a build without -p:TorchDevice=cuda.");
        using (var small = SmallModel.Open())
        {
            settings = small.Settings;
            small.Save(folder);
        }

        (host, card) = (Open(CPU), Open(CUDA));
    }

    [Fact(Explicit = true)]
    public void Pictures_and_thoughts_are_the_same()
    {
        DrawRequest[] requests = [.. SmallModel.Prompts.Take(6).Select((prompt, i) => new DrawRequest(prompt, i))];
        var draw = settings.Draw with { TextGuidance = 2, ImageGuidance = 1.5, GuidanceStart = 0, Think = true };
        foreach (var (expected, drawn) in host.Draw(requests, draw).Zip(card.Draw(requests, draw)))
        {
            Assert.Equal(expected.Thought, drawn.Thought);
            Assert.All(
                expected.Picture.Rgb.Zip(drawn.Picture.Rgb),
                pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1));
        }
    }

    [Fact(Explicit = true)]
    public void Answers_are_the_same()
    {
        var greedy = new AnswerSettings { MaxTokens = 12 };
        foreach (var answer in (AnswerSettings[])[greedy, greedy with { Temperature = 0.7 }])
        {
            Assert.Equal(host.Answer(SmallModel.Questions, answer), card.Answer(SmallModel.Questions, answer));
        }

        string[] continuations = ["yes", "no", "a red circle"];
        foreach (var (expected, weighed) in host.Weigh(SmallModel.Questions, continuations)
            .Zip(card.Weigh(SmallModel.Questions, continuations)))
        {
            Assert.All(
                expected.Zip(weighed), pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Abs(pair.First)));
        }
    }

    [Theory(Explicit = true)]
    [InlineData("sft"), InlineData("srum"), InlineData("bounded")]
    public void Trainings_go_the_same_way(string method)
    {
        var recipe = Short with
        {
            Objective = method switch { "sft" => new Supervised(), "bounded" => new Bounded(), _ => new Weighted() },
        };
        var (expected, losses) = (Losses(host), Losses(card));
        Assert.All(
            expected.Zip(losses), pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Abs(pair.First)));

        List<double> Losses(BagelModel model)
        {
            var found = new List<double>();
            using var trainer = new Trainer(model, Examples, recipe);
            trainer.Run(Path.Combine(folder, $"{method}-{model.Parts.Device.type}"), step => found.Add(step.Loss));
            return found;
        }
    }

    [Fact(Explicit = true)]
    public void A_training_goes_on_from_its_checkpoint()
    {
        var checkpoint = Path.Combine(folder, "stopped");
        var whole = new List<double>();
        using (var trainer = new Trainer(card, Examples, Short with { Objective = new Supervised() }))
        {
            trainer.Run(report: step => whole.Add(step.Loss));
        }

        var pieces = new List<double>();
        using (var cancel = new CancellationTokenSource())
        using (var model = Open(CUDA))
        using (var trainer = new Trainer(model, Examples, Short with { Objective = new Supervised() }))
        {
            Assert.Throws<OperationCanceledException>(() => trainer.Run(
                checkpoint,
                step =>
                {
                    pieces.Add(step.Loss);
                    if (step.Step == 3)
                    {
                        cancel.Cancel();
                    }
                },
                cancel: cancel.Token));
        }

        using (var model = Open(CUDA))
        using (var trainer = new Trainer(model, Examples, Short with { Objective = new Supervised() }))
        {
            trainer.Run(checkpoint, step => pieces.Add(step.Loss));
        }

        Assert.Equal(whole.Count, pieces.Count);
        Assert.All(whole.Zip(pieces), pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Abs(pair.First)));
    }

    [Theory(Explicit = true)]
    [InlineData(ModelPrecision.Bf16), InlineData(ModelPrecision.Mixed)]
    public void Short_numbers_draw_nearly_the_same(ModelPrecision precision)
    {
        using var model = Open(CUDA, precision);
        DrawRequest[] requests = [.. SmallModel.Prompts.Take(4).Select((prompt, i) => new DrawRequest(prompt, i))];
        foreach (var (expected, drawn) in host.Draw(requests, settings.Draw).Zip(model.Draw(requests, settings.Draw)))
        {
            Assert.InRange(
                expected.Picture.Rgb.Zip(drawn.Picture.Rgb, (a, b) => Math.Abs(a - b)).Average(), 0, 255 * 0.02);
        }
    }

    public void Dispose()
    {
        host.Dispose();
        card.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private BagelModel Open(Device device, ModelPrecision precision = ModelPrecision.Fp32) =>
        ModelFolder.Open(folder, settings, device, precision: precision);
}
