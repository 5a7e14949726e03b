using Srum.Imaging;
using Srum.Models;
using Srum.Models.Bagel;
using Srum.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;

namespace Srum.Tests.Models.Bagel;

/// <summary>A picture, an answer and an error depend on their own request alone, not on what is computed beside it.</summary>
public sealed class BatchTests : IDisposable
{
    private static readonly string[] Words = ["a", "red", "dog", "left", "of", "two", "birds", "on", "the", "pink", "boat"];

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly BagelModel model = ModelFolder.Open(FixtureModel.Folder, new ModelSettings());

    private static string[] Prompts => [.. Enumerable.Range(1, 16).Select(i => string.Join(' ', Words.Concat(Words).Skip(i % 5).Take(1 + (7 * i % 12))))];

    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(4.0, 1.5)]
    public void Sixteen_prompts_drawn_at_once_equal_each_alone(double textGuidance, double imageGuidance)
    {
        using var outside = no_grad();
        var (parts, prompts, grid) = (model.Parts, Prompts, new TokenGrid(2, 3));
        var settings = new DrawSettings { Steps = 6, TextGuidance = textGuidance, ImageGuidance = imageGuidance };
        var noise = randn(prompts.Length, grid.Count, parts.Config.LatentWidth);
        var together = Sample(prompts, noise);
        Assert.All(Enumerable.Range(0, prompts.Length), i =>
            Assert.True(allclose(together[i], Sample([prompts[i]], noise.narrow(0, i, 1))[0], 1e-4, 1e-4), prompts[i]));

        Tensor Sample(string[] some, Tensor start)
        {
            var main = Contexts.Empty(parts, some.Length);
            main.AddText(some);
            return FlowSampler.Sample(main, Contexts.Empty(parts, some.Length), main, start, grid, settings);
        }
    }

    [Fact]
    public void A_picture_does_not_depend_on_batch_or_order()
    {
        DrawRequest[] requests = [.. Prompts.Select((prompt, i) => new DrawRequest(prompt, 100 + i))];
        var side = model.Parts.Config.TokenSide;
        var settings = new DrawSettings { Steps = 4, Width = 3 * side, Height = 2 * side };
        var together = model.Draw(requests, settings);
        var reversed = model.Draw([.. requests.Reverse()], settings with { BatchSize = 5 });
        Assert.All(together.Zip(reversed.Reverse()), pair =>
            Assert.All(pair.First.Picture.Rgb.Zip(pair.Second.Picture.Rgb), bytes => Assert.InRange(bytes.First - bytes.Second, -1, 1)));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Questions_answered_at_once_equal_each_alone(double temperature)
    {
        var settings = new AnswerSettings { MaxTokens = 12, Temperature = temperature };
        var together = model.Answer(Questions, settings);
        Assert.Equal(together, Questions.Select(question => model.Answer([question], settings)[0]));
        Assert.True(together.Distinct().Count() > 1);
    }

    [Fact]
    public void Continuations_weighed_at_once_equal_each_alone()
    {
        string[] continuations = ["yes", "no, not at all"];
        var together = model.Weigh(Questions, continuations);
        Assert.All(Questions.Zip(together), pair =>
        {
            var alone = model.Weigh([pair.First], continuations)[0];
            Assert.All(alone.Zip(pair.Second), sums => Assert.Equal(sums.First, sums.Second, 1e-3));
        });
    }

    [Fact]
    public void Samples_of_mixed_sizes_trained_at_once_equal_each_alone()
    {
        var channels = model.Parts.Config.Autoencoder.LatentChannels;
        TrainingSample[] samples =
        [
            new("a red dog", randn(channels, 4, 6), 1),
            new(null, randn(channels, 8, 4), 2),
            new("two birds on the pink boat", randn(channels, 4, 6), 3),
        ];
        Tensor[] alone = [.. samples.Select(sample => Errors([sample]))];
        Assert.True(allclose(Errors(samples), cat(alone, 0), 1e-4, 1e-4));

        Tensor Errors(TrainingSample[] some)
        {
            using var forward = model.Forward(some, new ForwardSettings());
            return forward.Errors([.. some.Select(sample => sample.Target)]);
        }
    }

    public void Dispose()
    {
        model.Dispose();
        scope.Dispose();
    }

    // Without a picture, with one, and with one of another size; with and without a system text and a given beginning.
    private Question[] Questions =>
    [
        .. Prompts.Take(8).Select((prompt, i) => new Question(
            i % 3 == 0 ? [] : [Noise(i % 3, 3 - (i % 3), i)], prompt + "?", i % 2 == 0 ? null : "Look well.", i % 4 == 1 ? "I see" : "", i)),
    ];

    private Picture Noise(int rows, int columns, int seed)
    {
        var patch = model.Parts.Config.Vision.PatchSize;
        var bytes = new byte[rows * patch * columns * patch * 3];
        new Random(seed).NextBytes(bytes);
        return new Picture(columns * patch, rows * patch, bytes);
    }
}
