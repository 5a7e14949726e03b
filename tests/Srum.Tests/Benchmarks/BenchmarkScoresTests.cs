using Srum.Benchmarks;
using Srum.Evaluation;
using Srum.Shapes;

namespace Srum.Tests.Benchmarks;

public class BenchmarkScoresTests
{
    /// <summary>Pictures at hand come to the same as a run's: each is marked, and the benchmark sums them up.</summary>
    [Fact]
    public void Pictures_at_hand_are_marked_and_summed_up()
    {
        var circle = SceneObject.At(0, ObjectColour.Red, ObjectShape.Circle);
        var picture = SceneRenderer.Render(new Scene(Background.Grey, [circle]));
        PictureToMark[] pictures =
        [
            new(new BenchmarkPrompt(1, "a red circle", "color"), 0, () => picture),
            new(new BenchmarkPrompt(2, "a blue circle", "color"), 0, () => picture),
            new(new BenchmarkPrompt(3, "a red dog", "color"), 0, () => picture),
        ];

        var scores = BenchmarkScores.Of(
            new ShapesBenchmark(), ShapesBenchmark.Marker(new OracleEvaluator()), pictures);

        var group = Assert.Single(scores.Groups);
        Assert.Equal((3, 1, 0.5, 2), (group.Pictures, group.Failed, group.Score!.Mean, group.Score.Count));
        Assert.Equal(0.5, scores.Overalls[0].Score!.Mean);
    }
}
