using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Srum.Imaging;
using Srum.Maps;
using Srum.Models;
using Srum.Runs;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    internal static readonly TrainSettings Settings = new()
    {
        Steps = 12, BatchSize = 4, LearningRate = 0.02, WarmUpSteps = 3, CheckpointEvery = 5,
    };

    private const long Seed = 7;

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    private string File => Path.Combine(folder, "checkpoint.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_training_lowers_the_loss_and_moves_the_generation_half_alone()
    {
        using var model = new ToyModel();
        var before = Copy(model);
        var steps = Train(model, Settings with { Steps = 200 });
        Assert.Equal(Enumerable.Range(1, 200), steps.Select(step => (int)step.Step));
        Assert.True(steps[^1].Loss < 0.3 * steps[0].Loss, $"{steps[0].Loss} → {steps[^1].Loss}");
        Assert.Equal(before["words"], Copy(model)["words"]);
        Assert.NotEqual(before["colours"], Copy(model)["colours"]);
        Assert.All(model.Parameters, parameter => Assert.False(parameter.Value.requires_grad));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(5, false)]
    [InlineData(7, false)]
    [InlineData(11, false)]
    [InlineData(1, true)]
    [InlineData(7, true)]
    public void A_cancelled_training_goes_on_to_the_same_bits(int at, bool bounded)
    {
        using ToyModel whole = new(), broken = new(), resumed = new();
        var settings = bounded ? With(new Bounded { Share = PictureShare.Rank }) : Settings;
        var expected = Train(whole, settings);
        using var cancel = new CancellationTokenSource();
        var first = new List<TrainStep>();
        using (var trainer = new Trainer(broken, Examples(), settings, Seed))
        {
            Assert.Throws<OperationCanceledException>(() => trainer.Run(
                File,
                step =>
                {
                    first.Add(step);
                    if (step.Step == at)
                    {
                        cancel.Cancel();
                    }
                },
                cancel: cancel.Token));
        }

        var rest = Train(resumed, settings, File);
        Assert.Equal(expected.Select(Bits), first.Concat(rest).Select(Bits));
        Assert.Equal(Copy(whole)["colours"], Copy(resumed)["colours"]);
    }

    [Fact]
    public void A_training_killed_between_checkpoints_repeats_the_lost_steps_to_the_same_bits()
    {
        using ToyModel whole = new(), broken = new(), resumed = new();
        var expected = Train(whole, Settings);
        using (var trainer = new Trainer(broken, Examples(), Settings, Seed))
        {
            Assert.Throws<TimeoutException>(
                () => trainer.Run(File, step => _ = step.Step == 8 ? throw new TimeoutException() : 0));
        }

        var rest = Train(resumed, Settings, File);
        Assert.Equal(expected.Skip(5).Select(Bits), rest.Select(Bits));
        Assert.Equal(Copy(whole)["colours"], Copy(resumed)["colours"]);
    }

    [Fact]
    public void A_failing_write_leaves_the_last_checkpoint()
    {
        using ToyModel broken = new(), resumed = new(), whole = new();
        var writes = 0;
        using (var trainer = new Trainer(broken, Examples(), Settings, Seed))
        {
            Assert.Throws<SrumException>(() => trainer.Run(
                File, through: stream => ++writes == 2 ? throw new IOException("No space left on device.") : stream));
        }

        Assert.Equal(6, Train(resumed, Settings, File)[0].Step);
        Train(whole, Settings);
        Assert.Equal(Copy(whole)["colours"], Copy(resumed)["colours"]);
        Assert.Single(Directory.EnumerateFiles(folder));
    }

    [Theory]
    [InlineData(0xff)]
    [InlineData(0x00)]
    public void A_damaged_checkpoint_is_no_finished_training(byte written)
    {
        using ToyModel model = new(), again = new();
        Train(model, Settings, File);
        using (var file = System.IO.File.OpenWrite(File))
        {
            // Among the weights: bytes of NaN, or zeros, which are numbers like others.
            file.Seek(-600, SeekOrigin.End);
            file.Write([.. Enumerable.Repeat(written, 64)]);
        }

        var before = Copy(again)["colours"];
        var refused = Assert.ThrowsAny<SrumException>(() => Train(again, Settings, File));

        Assert.Contains("is damaged", refused.Message);
        Assert.Contains(File, refused.Message);
        Assert.Equal(before, Copy(again)["colours"]);
    }

    [Fact]
    public void A_finished_training_does_nothing_again()
    {
        using ToyModel model = new(), again = new();
        Train(model, Settings, File);
        Assert.Empty(Train(again, Settings, File));
        Assert.Equal(Copy(model)["colours"], Copy(again)["colours"]);
    }

    [Fact]
    public void A_checkpoint_of_other_settings_or_of_another_model_is_refused()
    {
        using ToyModel model = new(), other = new(2);
        Train(model, Settings, File);
        Assert.Contains("another training",
            Assert.Throws<SrumException>(() => Train(model, With(new Weighted { Lambda = 0.1 }), File)).Message);
        Assert.Contains("another training", Assert.Throws<SrumException>(() => Train(other, Settings, File)).Message);
        Assert.Contains(
            "another training", Assert.Throws<SrumException>(() => Train(model, Settings, File, seed: 8)).Message);
        Train(model, Settings with { CheckpointEvery = 3 }, File);
    }

    [Fact]
    public void A_rule_of_ones_own_is_known_by_its_name_and_by_what_it_paints()
    {
        using var model = new ToyModel();
        Train(model, With(new Weighted { Map = Flat(0.5f) }), File);
        Train(model, With(new Weighted { Map = Flat(0.5f) }), File);
        var refused = Assert.Throws<SrumException>(
            () => Train(model, With(new Weighted { Map = Flat(0.6f) }), File)).Message;
        Assert.Contains("another training", refused);
        Assert.Contains("give the recipe or rule another name", refused);

        static MapRule Flat(float weight) =>
            MapRule.Own("flat", (_, width, height) => [.. Enumerable.Repeat(weight, width * height)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_decides_is_hashed_as_one_text_so_that_older_checkpoints_stay_valid(bool rewarded)
    {
        using var model = new ToyModel();
        var (examples, settings) = (Examples(), rewarded ? Settings : With(new Supervised()));
        var text = JsonSerializer.Serialize(
            new
            {
                Model = model.Identity,
                Settings = settings with { CheckpointEvery = 1 },
                Seed,
                Examples = examples.Select(example => new { example.Id, example.Prompt, example.Reward }),
            },
            RecordFormat.Line);
        if (settings.Objective is Rewarded objective)
        {
            text += JsonSerializer.Serialize(examples.Select(example => objective.Paint(example).Pixels));
        }

        using var trainer = new Trainer(model, examples, settings, Seed);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), trainer.Fingerprint);
    }

    [Fact]
    public void Seeds_settings_and_rules_change_the_outcome()
    {
        (TrainSettings Settings, long Seed)[] all =
        [
            (Settings, 7), (Settings, 8), (Settings with { TextDropout = 1 }, 7),
            .. new Objective[]
            {
                new Supervised(), new Weighted { Lambda = 0 }, new Weighted { Map = MapRule.Dense },
                    new Weighted { MeanWeight = 1 },
                new Bounded(), new Bounded { Map = MapRule.Signed }, new Bounded { Share = PictureShare.Mean },
                new Clipped(), new Clipped { Clip = 0.01 },
            }.Select(objective => (With(objective), 7L)),
        ];
        var outcomes = all.Select(training =>
        {
            using var model = new ToyModel();
            Train(model, training.Settings, seed: training.Seed);
            return string.Join(' ', Copy(model)["colours"]);
        });
        Assert.Equal(all.Length, outcomes.Distinct().Count());
    }

    [Fact]
    public void A_matched_mean_weight_is_the_mean_weight()
    {
        using var model = new ToyModel();
        var settings = With(new Weighted { MeanWeight = 0.7, Lambda = 0, Map = MapRule.Dense }) with { BatchSize = 6 };
        // With errors all alike, reward part : plain error is the mean weight; untrained, each epoch visits all
        // examples.
        var ratio = Train(model, settings with { LearningRate = 1e-12, TextDropout = 1 })
            .Average(step => step.Reward!.Value / step.Constraint);
        Assert.InRange(ratio, 0.55, 0.85);
    }

    [Fact]
    public void Rewards_are_needed_unless_there_are_no_weights()
    {
        using var model = new ToyModel();
        TrainExample[] bare = [.. Examples().Select(example => example with { Reward = null })];
        Assert.Contains(
            "has no reward", Assert.Throws<SrumException>(() => new Trainer(model, bare, Settings)).Message);
        Assert.Contains(
            "nothing to train on", Assert.Throws<SrumException>(() => new Trainer(model, [], Settings)).Message);
        using var trainer = new Trainer(model, bare, With(new Supervised()));
        trainer.Run();
    }

    [Fact]
    public void A_rule_that_fails_leaves_the_model_as_it_was()
    {
        using var model = new ToyModel();
        var before = Copy(model);
        var failing = MapRule.Own("failing", (_, _, _) => throw new TimeoutException());
        Assert.Throws<TimeoutException>(() => Train(model, With(new Weighted { Map = failing })));
        Assert.Equal(before, Copy(model));
        Assert.All(model.Parameters, parameter => Assert.False(parameter.Value.requires_grad));
    }

    [Fact]
    public void A_thousand_steps_of_repulsion_stay_finite()
    {
        using var model = new ToyModel();
        var steps = Train(model, With(new Weighted { Map = MapRule.Signed with { Name = "free", NegativeCap = null },
            Lambda = 0.1 }) with { Steps = 1000 });
        Assert.All(steps, step => Assert.InRange(step.Loss, -1, 10));
        Assert.All(Copy(model)["colours"], value => Assert.InRange(value, -25, 25));
    }

    internal static TrainExample[] Examples() =>
    [
        .. Enumerable.Range(0, 6).Select(i => new TrainExample(
            $"picture-{i}", $"prompt {i}", () => Flat(i, 40 * i),
            new DualReward([new(new PixelBox(0, 0, 16, 16), (i / 2.5) - 1)], i % 2 == 0 ? 0.8 : -0.6))),
    ];

    internal static Dictionary<string, float[]> Copy(IUnifiedModel model) =>
        model.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => parameter.Value.detach().data<float>().ToArray());

    private static Picture Flat(int shade, int red)
    {
        var rgb = new byte[32 * 32 * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)(i % 3 == 0 ? red : shade * 20);
        }

        return new Picture(32, 32, rgb);
    }

    private static TrainSettings With(Objective objective) => Settings with { Objective = objective };

    internal static List<TrainStep> Train(
        IUnifiedModel model, TrainSettings settings, string? checkpoint = null, long seed = Seed)
    {
        var steps = new List<TrainStep>();
        using var trainer = new Trainer(model, Examples(), settings, seed);
        trainer.Run(checkpoint, steps.Add);
        return steps;
    }

    internal static TrainStep Bits(TrainStep step) => step with { Seconds = 0 };
}
