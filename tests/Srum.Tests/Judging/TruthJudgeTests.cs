using Srum.Judging;
using Srum.Regions;
using Srum.Shapes;
using Srum.Tests.Regions;

namespace Srum.Tests.Judging;

public sealed class TruthJudgeTests
{
    private static readonly Scene Scene = new(
        Background.White,
        [
            new(ObjectShape.Circle, ObjectColour.Red, ObjectFill.Solid, 4.8, 8, 8),
            new(ObjectShape.Square, ObjectColour.Green, ObjectFill.Solid, 6.2, 24, 8),
        ]);

    [Theory]
    [InlineData("a red circle left of a green square", 1, 1, 1, 1)]
    [InlineData("a red circle right of a green square", 1, 1, -1, -1)]
    [InlineData("a red circle and a blue square", -1, 1, 1, -1)]
    public void A_perfect_judge_says_what_is_true_of_regions_layout_and_whole(
        string prompt, double square, double circle, double layout, double whole)
    {
        var record = Judge(0, prompt, seeds: [0])[0];
        Assert.Equal([square, circle], record.Regions.Select(region => region.Score!.Value));
        Assert.Equal((layout, whole), (record.Layout!.Score, record.Sample!.Score));
        Assert.Equal(0, record.Unanswered);
    }

    [Fact]
    public void Always_turned_around_it_says_the_opposite() =>
        Assert.Equal(-1, Judge(1, "a red circle left of a green square", [0])[0].Layout!.Score);

    [Fact]
    public void What_is_turned_around_has_the_given_share_and_belongs_to_the_pictures_seed()
    {
        long[] seeds = [.. Enumerable.Range(0, 2000)];
        var scores = Judge(0.25, "a red circle left of a green square", seeds)
            .Select(record => record.Layout!.Score!.Value)
            .ToArray();
        Assert.InRange(scores.Count(score => score < 0), 440, 560); // 500, three standard deviations of 19
        Assert.Equal(scores.Skip(7).Take(3), Judge(0.25, "a red circle left of a green "
            + "square", [7, 8, 9]).Select(record => record.Layout!.Score!.Value));
    }

    [Fact]
    public void It_keeps_to_the_largest_regions_and_asks_about_the_whole_only_where_told()
    {
        var request = new JudgeRequest("1", "a red circle", "1.png", SceneRenderer.Render(Scene), 0);
        var record = new TruthJudge(new SegmentProposer(), new() { MaxRegions = 1 }).Run([request])[0];
        Assert.Equal("green square", Assert.Single(record.Regions).Object);
        Assert.Null(record.Sample);
        Assert.Empty(new TruthJudge(new SegmentProposer(), new(), JudgeQuestions.Sample).Run([request])[0].Regions);
    }

    [Fact]
    public void Prompts_of_other_worlds_are_refused_by_name() =>
        Assert.Contains(
            "a cat on a sofa", Assert.Throws<SrumException>(() => Judge(0, "a cat on a sofa", [0])).Message,
            StringComparison.Ordinal);

    private static IReadOnlyList<JudgeRecord> Judge(double flipped, string prompt, IReadOnlyList<long> seeds)
    {
        var picture = SceneRenderer.Render(Scene);
        var boxes = new FixedBoxes([.. Scene.Objects.Select(SceneOracle.BoxOf)]);
        return new TruthJudge(boxes, new() { Flipped = flipped }, JudgeQuestions.All)
            .Run([.. seeds.Select(seed => new JudgeRequest("1", prompt, "1.png", picture, seed))]);
    }
}
