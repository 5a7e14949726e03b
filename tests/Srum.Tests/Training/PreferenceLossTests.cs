using CsCheck;
using Srum.Maps;
using Srum.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Training;

/// <summary>Preference in pairs and groups, from its formula to a training.</summary>
public sealed class PreferenceLossTests
{
    [Fact]
    public void A_pair_has_the_loss_of_diffusion_dpo() =>
        Gen.Select(Gen.Float[0, 4].Array[6], Gen.Float[0, 4].Array[6], Gen.Double[0.1, 10]).Sample((now, start, beta) =>
        {
            // Three tokens a picture; the second is the better one.
            double Moved(int picture) =>
                now.Zip(start, (a, b) => (double)a - b).Skip(3 * picture).Take(3).Average();
            var expected = Math.Log(1 + Math.Exp(0.5 * beta * (Moved(1) - Moved(0))));
            Assert.Equal(expected, Loss(now, start, [3, 3], [0.2, 0.7], 2, beta), 1e-3 * (1 + expected));
        });

    [Fact]
    public void A_group_counts_each_picture_by_its_deviation() =>
        Gen.Select(Gen.Float[0, 2].Array[4], Gen.Double[0, 1].Array[4]).Sample((now, rewards) =>
        {
            var deviations = PromptAdvantage.Deviations(rewards);
            var expected = Math.Log(1 + Math.Exp(3 * deviations.Zip(now, (a, e) => a * (e - 1)).Average()));
            Assert.Equal(expected, Loss(now, [1, 1, 1, 1], [1, 1, 1, 1], rewards, 4, 3), 1e-4 * (1 + expected));
        });

    [Fact]
    public void Groups_count_by_their_tokens_so_that_parts_of_a_batch_add_up()
    {
        float[] now = [0.4f, 0.9f, 1.2f, 0.1f, 0.7f, 2f], start = [0.5f, 0.5f, 1f, 1f, 1f, 1f];
        var whole = Loss(now, start, [1, 1, 2, 2], [0, 1, 1, 0], 2, 2);
        var first = Loss(now[..2], start[..2], [1, 1], [0, 1], 2, 2);
        var second = Loss(now[2..], start[2..], [2, 2], [1, 0], 2, 2);
        Assert.Equal(whole, ((2 * first) + (4 * second)) / 6, 1e-6);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(50)]
    public void A_training_tells_the_pair_apart_and_a_large_beta_is_content_sooner(double beta)
    {
        using ToyModel model = new(), content = new();
        var examples = Pair(0.9, -0.9);
        var before = Errors(model, examples);
        Train(model, examples, beta);
        Train(content, examples, 10 * beta);
        var (gap, smaller) = (Gap(model), Gap(content));
        Assert.True(smaller > 1 / beta && gap > 2 * smaller, $"{gap}, {smaller}");

        // By how much the better picture's error has fallen more than the other's.
        double Gap(ToyModel trained)
        {
            var after = Errors(trained, examples);
            return before[0] - after[0] - (before[1] - after[1]);
        }
    }

    [Fact]
    public void Equals_teach_nothing()
    {
        using var model = new ToyModel();
        var before = TrainerTests.Copy(model)["colours"];
        Train(model, Pair(0.4, 0.4), beta: 5);
        Assert.Equal(before, TrainerTests.Copy(model)["colours"]);
    }

    private static void Train(ToyModel model, TrainExample[] examples, double beta)
    {
        var settings = TrainerTests.Settings with
        {
            Objective = new Preference { Beta = beta }, Steps = 100, TextDropout = 0,
        };
        using var trainer = new Trainer(model, examples, settings);
        trainer.Run();
    }

    // One prompt, two pictures of one reward each.
    private static TrainExample[] Pair(double first, double second) =>
    [
        .. TrainerTests.Examples().Skip(3).Take(2).Zip([first, second], (example, score) => example with
        {
            Prompt = "a red dog", Reward = new DualReward([new(new(0, 0, 32, 32), score)], null),
        }),
    ];

    private static double[] Errors(ToyModel model, TrainExample[] examples)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        return
        [
            .. examples.Select(example =>
            {
                var target = model.Encode(example.Open());
                using var forward = model.Forward([new(example.Prompt, target, Seed: 3)], new());
                return forward.Errors([target]).mean().ToDouble();
            }),
        ];
    }

    private static double Loss(
        float[] errors, float[] start, int[] lengths, double[] rewards, int group, double beta)
    {
        using var scope = NewDisposeScope();
        return SrumLoss.Preference(tensor(errors), tensor(start), lengths, rewards, group, beta).Total.ToDouble();
    }
}
