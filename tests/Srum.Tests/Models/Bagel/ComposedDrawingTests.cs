using Srum.Models;

namespace Srum.Tests.Models.Bagel;

/// <summary>Laws of drawing from several texts together.</summary>
public class ComposedDrawingTests
{
    [Theory]
    [InlineData("number 1", 1)]
    [InlineData("number 1 :0.5 AND number 1 :0.5", 1)]
    [InlineData("number 1 AND number 2 AND number 2 :-1", 1)]
    [InlineData("number 1", 3)]
    [InlineData("number 1 :0.5 AND number 1 :0.5", 3)]
    [InlineData("number 2 AND number 1 AND number 2 :-1", 3)]
    public void Texts_whose_sum_is_the_prompt_draw_its_picture(string composed, double guidance)
    {
        using var model = SmallModel.Open();
        var settings = model.Settings.Draw with { TextGuidance = guidance };
        var wanted = new DrawRequest("number 1", 7);
        SmallModel.Same(
            model.Draw([wanted], settings)[0], model.Draw([wanted with { Composed = composed }], settings)[0]);
    }

    [Fact]
    public void A_composed_picture_is_neither_texts_own()
    {
        using var model = SmallModel.Open();
        var settings = model.Settings.Draw with { TextGuidance = 3 };
        var (first, second) = (new DrawRequest("number 1", 7), new DrawRequest("a red circle", 7));
        var both = model.Draw([first with { Composed = "number 1 :0.5 AND a red circle :0.5" }], settings)[0];
        foreach (var alone in model.Draw([first, second], settings))
        {
            Assert.NotEqual(alone.Picture.Rgb, both.Picture.Rgb);
        }
    }

    [Theory]
    [InlineData(3, FlowSolver.Euler, 0)]
    [InlineData(64, FlowSolver.Euler, 0.5)]
    [InlineData(64, FlowSolver.Adams, 0)]
    public void Pictures_of_one_and_of_several_texts_go_together_in_any_order(
        int batch, FlowSolver solver, double guidanceStart)
    {
        using var model = SmallModel.Open();
        var settings = model.Settings.Draw with
        {
            TextGuidance = 3, BatchSize = batch, Solver = solver, GuidanceStart = guidanceStart,
        };
        // Each with two pictures, of one text, of two, and of three that count as they like.
        DrawRequest[] requests =
        [
            .. SmallModel.Prompts.Take(12).SelectMany((prompt, i) => ((long[])[i, 50 + i]).Select(
                seed => new DrawRequest(prompt, seed)
                {
                    Composed = (i % 3) switch
                    {
                        0 => null,
                        1 => $"a {prompt} AND x :-0.{i} AND x y :0.{i}",
                        _ => $"b {prompt} :1.{i} AND x :-0.{i}",
                    },
                })),
        ];
        var together = model.Draw(requests, settings);
        foreach (var (i, request) in requests.Index().Reverse())
        {
            SmallModel.Same(model.Draw([request], settings)[0], together[i]);
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void A_thought_or_image_guidance_beside_it_is_refused(bool think, double image)
    {
        using var model = SmallModel.Open();
        var settings = model.Settings.Draw with { Think = think, TextGuidance = 3, ImageGuidance = image };
        var wrong = Assert.Throws<SrumException>(
            () => model.Draw([new DrawRequest("number 1", 7) { Composed = "number 1" }], settings));
        Assert.Contains("several texts", wrong.Message, StringComparison.Ordinal);
    }
}
