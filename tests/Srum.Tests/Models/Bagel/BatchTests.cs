using Srum.Models;
using Srum.Models.Bagel;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>What is computed together equals what is computed alone.</summary>
public sealed class BatchTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(GuidanceRenorm.Global)]
    [InlineData(GuidanceRenorm.Channel)]
    [InlineData(GuidanceRenorm.TextChannel)]
    [InlineData(GuidanceRenorm.Global, FlowSolver.Adams)]
    public void Sampling_sixteen_prompts_of_different_lengths_equals_one_by_one(
        GuidanceRenorm renorm, FlowSolver solver = FlowSolver.Euler)
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = SmallModel.Open();
        var parts = model.Parts;
        var settings = model.Settings.Draw with
        {
            TextGuidance = 3, ImageGuidance = 1.5, GuidanceStart = 0.2, Renorm = renorm, Solver = solver,
        };
        var grid = new TokenGrid(settings.Height / parts.Config.TokenSide, settings.Width / parts.Config.TokenSide);
        using var generator = new Generator(5);
        var noise = randn([SmallModel.Prompts.Count, grid.Count, parts.Config.LatentWidth], generator: generator);
        var together = Sampled([.. SmallModel.Prompts], noise);
        for (var i = 0; i < SmallModel.Prompts.Count; i++)
        {
            var alone = Sampled([SmallModel.Prompts[i]], noise.narrow(0, i, 1));
            Assert.True((together[i] - alone[0]).abs().max().ToDouble() <= Tolerance, SmallModel.Prompts[i]);
        }

        Tensor Sampled(string[] prompts, Tensor from)
        {
            using var main = Contexts.Empty(parts, prompts.Length);
            main.AddText([.. prompts.Select(_ => "Think.")]);
            main.AddText(prompts);
            using var textFree = Contexts.Empty(parts, prompts.Length);
            using var imageFree = Contexts.Empty(parts, prompts.Length);
            imageFree.AddText(prompts);
            return FlowSampler.Sample(main, textFree, imageFree, from, grid, settings);
        }
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(true, 1.5)]
    [InlineData(false, 0, FlowSolver.Adams)]
    public void A_picture_depends_neither_on_batch_nor_on_order(
        bool think, double thoughtTemperature, FlowSolver solver = FlowSolver.Euler)
    {
        using var model = SmallModel.Open();
        var settings = model.Settings.Draw with
        {
            Think = think, ThoughtTemperature = thoughtTemperature, Solver = solver, BatchSize = 16,
        };
        // Each prompt twice, with other seeds.
        DrawRequest[] requests =
        [
            .. SmallModel.Prompts.Take(6).Select((prompt, i) => new DrawRequest(prompt, i)),
            .. SmallModel.Prompts.Take(6).Select((prompt, i) => new DrawRequest(prompt, 100 + i)),
        ];
        var together = model.Draw(requests, settings);
        var reversed = model.Draw([.. requests.Reverse()], settings with { BatchSize = 5 }).Reverse().ToArray();
        for (var i = 0; i < requests.Length; i++)
        {
            var alone = model.Draw([requests[i]], settings)[0];
            SmallModel.Same(alone, together[i]);
            SmallModel.Same(alone, reversed[i]);
        }

        Assert.NotEqual(together[0].Picture.Rgb, together[6].Picture.Rgb);
        Assert.Equal(think, together[0].Thought is not null);
        // A greedy thought is the prompt's, a sampled one the picture's.
        Assert.All(
            Enumerable.Range(0, 6),
            i => Assert.Equal(thoughtTemperature == 0, together[i].Thought == together[i + 6].Thought));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    public void Answers_to_sixteen_questions_equal_one_by_one(double temperature)
    {
        using var model = SmallModel.Open();
        var settings = new AnswerSettings { MaxTokens = 16, Temperature = temperature };
        var together = model.Answer(SmallModel.Questions, settings);
        Assert.Equal(SmallModel.Questions.Select(question => model.Answer([question], settings)[0]), together);
        Assert.Equal(
            together.Reverse(), model.Answer([.. SmallModel.Questions.Reverse()], settings with { BatchSize = 3 }));
    }

    [Fact]
    public void Weights_of_continuations_equal_one_by_one_and_add_up()
    {
        using var model = SmallModel.Open();
        string[] continuations = ["yes", " no and no", "", "red blue"];
        var together = model.Weigh(SmallModel.Questions, continuations);
        for (var i = 0; i < SmallModel.Questions.Count; i++)
        {
            var question = SmallModel.Questions[i];
            var alone = continuations.Select(text => model.Weigh([question], [text])[0][0]).ToArray();
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
            Assert.Equal(0, together[i][2]);
            var split = model.Weigh([question], ["red"])[0][0]
                + model.Weigh([question with { ReplyPrefix = question.ReplyPrefix + "red" }], [" blue"])[0][0];
            if (question.ReplyPrefix.Length == 0)
            {
                Assert.Equal(split, together[i][3], Tolerance);
            }
        }
    }

    [Fact]
    public void Training_sees_the_texts_that_drawing_adds_one_by_one()
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        using var model = SmallModel.Open();
        var parts = model.Parts;
        string[][] contexts = [["Think.", "a red circle", "It is round."], ["two squares"], [], [""]];
        var side = 2 * parts.Config.TokenSide;
        var clean = model.Encode(SmallModel.Noise(side, side, 1));
        var grid = parts.GridOf(clean);
        using var generator = new Generator(3);
        var noise = randn([grid.Count, parts.Config.LatentWidth], generator: generator);
        // At time 1 there is nothing but noise.
        var samples = contexts.Select(texts => new FlowSample(texts, clean, 1, noise));
        using var forward = FlowTraining.Forward(parts, [.. samples], freezeUnderstanding: true);
        foreach (var (texts, velocity) in contexts.Zip(forward.Velocities))
        {
            using var alone = Contexts.Empty(parts, 1);
            foreach (var text in texts)
            {
                alone.AddText([text]);
            }

            var wanted = alone.Velocity(noise.unsqueeze(0), ones(1), grid)[0];
            Assert.True((wanted - velocity).abs().max().ToDouble() <= Tolerance, string.Join('|', texts));
        }

        // A prompt that was dropped is not an empty one.
        Assert.True((forward.Velocities[2] - forward.Velocities[3]).abs().max().ToDouble() > Tolerance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Errors_and_gradients_of_a_training_batch_equal_one_by_one(bool freeze)
    {
        using var scope = NewDisposeScope();
        using var model = SmallModel.Open();
        var side = model.Parts.Config.TokenSide;
        foreach (var parameter in model.Parameters)
        {
            parameter.Value.requires_grad_();
        }

        // Pictures of two sizes, a prompt that comes twice, one that was dropped.
        var samples = SmallModel.Prompts.Take(4).Append(SmallModel.Prompts[1]).Append(null)
            .Select(
                (prompt, i) => new TrainingSample(
                    prompt, model.Encode(SmallModel.Noise(side * (i % 2 == 0 ? 2 : 3), side * 2, i)), i))
            .ToArray();
        var settings = new ForwardSettings { FreezeUnderstanding = freeze };
        var watched = model.Parameters
            .Where(parameter => parameter.Name.Contains("layers.0.self_attn.k_proj", StringComparison.Ordinal))
            .ToArray();
        var (together, gradients) = Pass(samples);
        var alone = samples.Select(sample => Pass([sample])).ToArray();
        Assert.True((together - cat([.. alone.Select(pass => pass.Errors)], 0)).abs().max().ToDouble() <= Tolerance);
        for (var w = 0; w < watched.Length; w++)
        {
            var sum = alone.Select(pass => pass.Gradients[w]).Aggregate((a, b) => a + b);
            Assert.True(
                (gradients[w] - sum).abs().max().ToDouble() <= Tolerance * (1 + sum.abs().max().ToDouble()),
                watched[w].Name);
        }

        (Tensor Errors, Tensor[] Gradients) Pass(TrainingSample[] batch)
        {
            foreach (var parameter in watched)
            {
                parameter.Value.grad?.zero_();
            }

            using var forward = model.Forward(batch, settings);
            var errors = forward.Errors([.. batch.Select(sample => sample.Target)]);
            errors.sum().backward();
            return (errors.detach(),
                [.. watched.Select(parameter => parameter.Value.grad?.clone() ?? zeros_like(parameter.Value))]);
        }
    }
}
