using Srum.Imaging;
using Srum.Maps;
using Srum.Models;
using Srum.Models.Janus;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Janus;

/// <summary>SRUM on tokens: the trainer of flows, on a model that measures cross-entropy.</summary>
public sealed class CodeTrainerTests
{
    private static readonly TrainSettings Settings = new()
    {
        Steps = 30, BatchSize = 4, LearningRate = 2e-3, WarmUpSteps = 2, TextDropout = 0.2,
    };

    private static readonly Bounded Verdict = new() { Reward = RewardKind.Sample, Map = MapRule.Dense };

    public static IEnumerable<TheoryDataRow<string>> Models => JanusFixture.Models;

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Srum_sft_and_control_lower_their_loss_and_leave_codec_tower_and_words_alone(string name)
    {
        foreach (var objective in (Objective[])[new Weighted(), new Supervised(), new Rendered()])
        {
            using var model = TinyJanus.Open(name);
            var before = Copy(model, parameter => parameter.IsFixed || !parameter.IsGeneration);
            var losses = Train(model, Examples(model), Settings with { Objective = objective });
            Assert.True(losses[^1] < 0.9 * losses[0], $"{objective}: {losses[0]} → {losses[^1]}");
            Assert.All(before, kept => Assert.Equal(kept.Value, Values(model, kept.Key)));
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void The_map_decides_which_codes_are_learnt(string name)
    {
        using var model = TinyJanus.Open(name);
        var picture = TinyJanus.Picture(model, 1);
        // The left half is right, the right half counts for nothing.
        var half = MapRule.Own(
            "left",
            (_, width, height) =>
                [.. Enumerable.Range(0, width * height).Select(i => i % width < width / 2 ? 1f : 0f)]);
        TrainExample[] examples = [new("one", "a red cube", () => picture, new DualReward([], 0))];
        var before = Errors(model, picture);
        Train(model, examples, Settings with { Objective = new Weighted { Map = half, Lambda = 0 }, TextDropout = 0 });
        var fall = before.Zip(Errors(model, picture), (was, now) => was - now).ToArray();
        var columns = model.Parts.Config.Grid.Columns;
        var left = fall.Where((_, i) => i % columns < columns / 2).Average();
        var right = fall.Where((_, i) => i % columns > columns / 2).Average();
        Assert.True(left > 0.3 && left > right + 0.2, $"left {left}, right {right}");
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Another_picture_is_held_on_to_by_its_own_codes(string name)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = TinyJanus.Open(name);
        var samples = TinyJanus.Samples(model);
        Tensor[] others = [.. samples.Select((_, i) => model.Encode(TinyJanus.Picture(model, 50 + i)))];
        using var forward = model.Forward(samples, new ForwardSettings());
        using var own = model.Forward(
            [.. samples.Zip(others, (sample, other) => sample with { Target = other })], new ForwardSettings());
        Assert.Equal(Numbers(own.Errors(others)), Numbers(forward.Errors(others)));
        Assert.NotEqual(
            Numbers(forward.Errors([.. samples.Select(sample => sample.Target)])), Numbers(forward.Errors(others)));
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_dropped_prompt_still_says_how_long_it_was(string name)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = TinyJanus.Open(name);
        var target = model.Encode(TinyJanus.Picture(model, 1));
        Assert.Equal(Errors("a red cube"), Errors("a red cube"));
        Assert.NotEqual(Errors("a red cube"), Errors(TinyJanus.Prompts[1]));

        float[] Errors(string dropped)
        {
            using var forward = model.Forward(
                [new(null, target, 1) { DroppedPrompt = dropped }], new ForwardSettings());
            return Numbers(forward.Errors([target]));
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void The_bounded_loss_moves_towards_the_good_picture_and_away_from_the_bad(string name)
    {
        using var model = TinyJanus.Open(name);
        var (good, bad) = (TinyJanus.Picture(model, 1), TinyJanus.Picture(model, 2));
        TrainExample[] examples = [Example("good", good, 1), Example("bad", bad, -1)];
        var (liked, disliked) = (Errors(model, good).Average(), Errors(model, bad).Average());
        var settings = Settings with { Objective = Verdict, TextDropout = 0 };
        var losses = Train(model, examples, settings);
        Assert.True(Errors(model, good).Average() < liked - 0.2, $"{liked} → {Errors(model, good).Average()}");
        Assert.True(Errors(model, bad).Average() > disliked + 0.1, $"{disliked} → {Errors(model, bad).Average()}");
        // Half of the batch is pushed away, and nothing runs off.
        Assert.All(losses, loss => Assert.InRange(loss, -1, losses[0] * 1.5));
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void Clipped_ratios_and_pairs_tell_the_good_picture_from_the_bad(string name)
    {
        foreach (var objective in (Objective[])
            [
                new Clipped { Reward = RewardKind.Sample, Map = MapRule.Dense },
                new Preference { Reward = RewardKind.Sample, Map = MapRule.Dense, Beta = 10 },
            ])
        {
            using var model = TinyJanus.Open(name);
            var (good, bad) = (TinyJanus.Picture(model, 1), TinyJanus.Picture(model, 2));
            var (liked, disliked) = (Errors(model, good).Average(), Errors(model, bad).Average());
            Train(
                model, [Example("good", good, 1), Example("bad", bad, -1)],
                Settings with { Objective = objective, TextDropout = 0 });
            var (fall, rise) = (liked - Errors(model, good).Average(), Errors(model, bad).Average() - disliked);
            Assert.True(fall > 0 && rise > 0, $"{objective}: {fall}, {rise}");
        }
    }

    [Theory(SkipTestWithoutData = true), MemberData(nameof(Models))]
    public void A_reward_like_the_prompts_others_holds_the_model_where_it_is(string name)
    {
        using var model = TinyJanus.Open(name);
        TrainExample[] alike =
            [Example("one", TinyJanus.Picture(model, 1), 0.4), Example("two", TinyJanus.Picture(model, 2), 0.4)];
        var settings = Settings with { Objective = Verdict, Steps = 1, TextDropout = 0 };
        Train(model, alike, settings, out var norm);
        Assert.InRange(norm, 0, 1e-4);
        TrainExample[] apart =
            [Example("one", TinyJanus.Picture(model, 1), 0.4), Example("two", TinyJanus.Picture(model, 2), -0.4)];
        Train(model, apart, settings, out norm);
        Assert.True(norm > 1e-2, $"{norm}");
    }

    private static TrainExample Example(string id, Srum.Imaging.Picture picture, double score) => new(
        id, "a red cube", () => picture,
        new DualReward([new(new PixelBox(0, 0, picture.Width, picture.Height), score)], null));

    private static TrainExample[] Examples(JanusModel model) =>
    [
        .. TinyJanus.Prompts.Select((prompt, i) =>
        {
            var picture = TinyJanus.Picture(model, i);
            return new TrainExample(
                $"{i}", prompt, () => picture,
                new DualReward([new(new PixelBox(0, 0, picture.Width / 2, picture.Height), 0.8)], 0.5));
        }),
    ];

    private static List<double> Train(JanusModel model, TrainExample[] examples, TrainSettings settings) =>
        Train(model, examples, settings, out _);

    private static List<double> Train(
        JanusModel model, TrainExample[] examples, TrainSettings settings, out double norm)
    {
        var losses = new List<double>();
        var last = 0.0;
        using var trainer = new Trainer(model, examples, settings, seed: 5);
        trainer.Run(report: step =>
        {
            losses.Add(step.Loss);
            last = step.GradientNorm;
        });
        norm = last;
        return losses;
    }

    private static float[] Errors(JanusModel model, Srum.Imaging.Picture picture)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        var target = model.Encode(picture);
        using var forward = model.Forward([new("a red cube", target, 1)], new ForwardSettings());
        return Numbers(forward.Errors([target]));
    }

    private static Dictionary<string, float[]> Copy(JanusModel model, Func<ModelParameter, bool> which) =>
        model.Parameters.Where(which).ToDictionary(parameter => parameter.Name, parameter => Numbers(parameter.Value));

    private static float[] Values(JanusModel model, string name) =>
        Numbers(model.Parameters.Single(parameter => parameter.Name == name).Value);

    private static float[] Numbers(Tensor tensor)
    {
        using var own = tensor.detach().clone();
        return own.data<float>().ToArray();
    }
}
