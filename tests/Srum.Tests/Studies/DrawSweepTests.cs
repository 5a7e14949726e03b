using Srum.Evaluation;
using Srum.Models;
using Srum.Prompts;
using Srum.Runs;
using Srum.Shapes;
using Srum.Studies;

namespace Srum.Tests.Studies;

public sealed class DrawSweepTests
{
    private static readonly EvaluationPrompt[] Prompts =
        [new("7", "a red circle", "color"), new("8", "two blue squares", "numeracy"), new("9", "a red circle left of a "
            + "blue square", "spatial")];

    [Fact]
    public void A_sample_takes_as_many_of_each_category_in_the_sets_order()
    {
        var set = new PromptSet(
            "set", [new(1, "a", "x"), new(2, "b", "x"), new(3, "c", "y"), new(4, "d", "x"), new(5, "e", "y")]);

        Assert.Equal(["1", "2", "3", "5"], EvaluationPrompt.Sample(set, 2).Select(prompt => prompt.Id));
        Assert.Equal(["3"], EvaluationPrompt.Sample(set, 1, "y").Select(prompt => prompt.Id));
    }

    [Fact]
    public void Every_setting_draws_the_same_prompts_from_the_same_seeds_and_no_two_pictures_share_one()
    {
        using var model = new PainterModel();
        var settings = model.Settings.Draw;
        var sweep = DrawSweep.Run(
            model, Prompts, 2, [("plain", settings), ("strong", settings with { TextGuidance = 4 })],
            new OracleEvaluator());

        Assert.Equal(["plain", "strong"], sweep.Select(setting => setting.Name));
        Assert.All(
            sweep,
            setting => Assert.Equal(
                Prompts.SelectMany(prompt => new[] { prompt, prompt }),
                setting.Pictures.Select(picture => picture.Prompt)));
        Assert.All(
            sweep, setting => Assert.Equal([1, 2, 3, 4, 5, 6], setting.Pictures.Select(picture => picture.Seed)));
    }

    [Fact]
    public void A_prompt_counts_once_however_many_pictures_it_has()
    {
        // The painter draws even seeds right and odd ones empty: half of each prompt's pictures.
        using var model = new PainterModel();
        var pictures = DrawnPicture.Draw(model, Prompts, 2, model.Settings.Draw, new OracleEvaluator());

        Assert.Equal(new Estimate(0.5, 0, 3), DrawnPicture.Whole(pictures));
        Assert.Equal(
            Rounded(new Estimate(1.0 / 6, 1.0 / 6, 3)),
            Rounded(DrawnPicture.Whole([.. pictures.Where((picture, i) => i == 1 || i % 2 == 0)])));
    }

    [Fact]
    public void Steps_are_scored_apart_for_layout_and_detail()
    {
        using var model = new PainterModel();
        var scores = StepScores.Measure(model, Prompts, model.Settings.Draw);

        // Its first step expects squares for everything, its last the picture (of even seeds: the second prompt's).
        Assert.Equal([1, 0.5], scores.Times);
        Assert.Equal([1, 1.0 / 3], scores.Layout.Select(estimate => estimate.Mean));
        Assert.Equal([0.5, 1.0 / 3], scores.Detail.Select(estimate => estimate.Mean));
        Assert.Contains("oracle", Assert.Throws<SrumException>(
            () => StepScores.Measure(model, [new("1", "a cat", "color")], model.Settings.Draw)).Message);
    }

    [Fact]
    public void Reading_steps_tells_of_every_batch_from_nothing_on()
    {
        using var model = new PainterModel();
        var told = new Told();
        StepScores.Measure(model, Prompts, model.Settings.Draw with { BatchSize = 2 }, told);

        Assert.Equal([(0, 3), (2, 3), (3, 3)], told.Reports);
    }

    [Theory]
    [InlineData(3, 0.1, 0.8, 0.95, 1.0)]
    [InlineData(4, 0.95, 0.1, 0.5, 1.0)]
    [InlineData(2, 0.1, 0.91, 1.2, 1.0)]
    [InlineData(1, 0.0, 0.0, 0.0, 0.0)]
    public void A_rate_is_settled_from_where_it_stays_near_its_end(int step, params double[] means) =>
        Assert.Equal(step, StepScores.SettledAt([.. means.Select(mean => new Estimate(mean, 0, 9))]));

    private sealed class Told : IProgress<StageProgress>
    {
        public List<(long, long)> Reports { get; } = [];

        public void Report(StageProgress value) => Reports.Add((value.Done, value.Total));
    }

    private static Estimate Rounded(Estimate value) =>
        value with { Mean = Math.Round(value.Mean, 12), StandardError = Math.Round(value.StandardError, 12) };

    /// <summary>
    /// Draws what the prompt asks for where the seed is even, else nothing; on the way it sees squares.
    /// </summary>
    private sealed class PainterModel() : DelegatingModel(new ToyModel())
    {
        public override IReadOnlyList<Drawing> Draw(
            IReadOnlyList<DrawRequest> requests, DrawSettings settings, CancellationToken cancel = default) =>
            [.. requests.Select(request =>
            {
                var prompt = PromptParser.Parse(request.Prompt) ?? PromptParser.Parse("a red circle")!;
                var scene = SceneSampler.Next(new SeededRandom(request.Seed), prompt);
                var picture = SceneRenderer.Render(request.Seed % 2 == 0 ? scene : scene with { Objects = [] });
                var squares = SceneRenderer.Render(
                    scene with { Objects =
                        [.. scene.Objects.Select(item => item with { Shape = ObjectShape.Square })] });
                return new Drawing(picture, null) { Steps = settings.KeepSteps
                    ? [new DrawingStep(1, squares, squares), new DrawingStep(0.5, squares, picture)]
                    : [] };
            })];
    }
}
