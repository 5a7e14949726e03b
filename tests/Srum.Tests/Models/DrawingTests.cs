using Srum.Models;
using Srum.Tests.Models.Bagel;

namespace Srum.Tests.Models;

/// <summary>What a drawing tells of its way, and thoughts that are given.</summary>
public sealed class DrawingTests
{
    private static readonly DrawRequest[] Requests =
        [new("a red circle", 1), new("two blue squares on a white background", 2), new("a red circle", 3)];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Steps_lead_from_noise_to_the_picture_and_change_nothing(double guidance)
    {
        using var model = SmallModel.Open();
        var settings = model.Settings.Draw with { TextGuidance = guidance, BatchSize = 2 };
        var plain = model.Draw(Requests, settings);
        var kept = model.Draw(Requests, settings with { KeepSteps = true });

        Assert.All(plain, drawing => Assert.Empty(drawing.Steps));
        Assert.All(kept.Zip(plain), pair =>
        {
            var (drawing, without) = pair;
            Assert.Equal(without.Picture.Rgb, drawing.Picture.Rgb);
            Assert.Equal(settings.Steps - 1, drawing.Steps.Count);
            Assert.Equal(1, drawing.Steps[0].Time);
            Assert.Equal(
                drawing.Steps.Select(step => step.Time).OrderDescending(), drawing.Steps.Select(step => step.Time));
            Assert.Equal(drawing.Picture.Rgb, drawing.Steps[^1].Expected.Rgb);
        });
        Assert.NotEqual(kept[0].Steps[0].State.Rgb, kept[2].Steps[0].State.Rgb);
    }

    [Theory]
    [InlineData("llm2vae.bias")]
    [InlineData("decoder.conv_out.bias")]
    public void A_picture_that_is_not_finite_is_an_error_that_names_the_weight(string name)
    {
        using var model = SmallModel.Open();
        var store = name.StartsWith("decoder", StringComparison.Ordinal)
            ? model.Parts.AutoencoderStore
            : model.Parts.Store;
        store[name].fill_(float.NaN);

        var failure = Assert.Throws<NotFiniteException>(() => model.Draw(Requests, model.Settings.Draw));

        Assert.Contains(name, failure.Message);
    }

    [Fact]
    public void A_reply_that_is_not_finite_is_an_error_that_names_the_weight()
    {
        using var model = SmallModel.Open();
        model.Parts.Store["language_model.lm_head.weight"].fill_(float.NaN);

        Assert.Contains(
            "lm_head",
            Assert.Throws<NotFiniteException>(() => model.Answer(SmallModel.Questions, new AnswerSettings())).Message);
        Assert.Contains(
            "lm_head", Assert.Throws<NotFiniteException>(() => model.Weigh(SmallModel.Questions, ["yes"])).Message);
    }

    [Fact]
    public void A_given_thought_draws_what_the_same_own_thought_draws()
    {
        using var model = SmallModel.Open();
        var settings = model.Settings.Draw with { Think = true, BatchSize = 16 };
        var own = model.Draw(Requests, settings);
        var given = model.Draw(
            [.. Requests.Zip(own, (request, drawing) => request with { Thought = drawing.Thought })], settings);
        var mixed = model.Draw([Requests[0], Requests[0] with { Thought = "a cross" }, Requests[1]], settings);

        Assert.Equal(own.Select(drawing => drawing.Thought), given.Select(drawing => drawing.Thought));
        Assert.All(own.Zip(given), pair => Assert.Equal(pair.First.Picture.Rgb, pair.Second.Picture.Rgb));
        Assert.Equal([own[0].Thought, "a cross", own[1].Thought], mixed.Select(drawing => drawing.Thought));
        Assert.NotEqual(mixed[0].Picture.Rgb, mixed[1].Picture.Rgb);
    }

    [Fact]
    public void Without_thinking_a_given_thought_is_not_read()
    {
        using var model = SmallModel.Open();
        var drawings = model.Draw([Requests[0], Requests[0] with { Thought = "a cross" }], model.Settings.Draw);

        Assert.Equal(drawings[0].Picture.Rgb, drawings[1].Picture.Rgb);
        Assert.All(drawings, drawing => Assert.Null(drawing.Thought));
    }
}
