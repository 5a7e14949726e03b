using Srum.Audits;
using Srum.Imaging;
using Srum.Judging;
using Srum.Shapes;

namespace Srum.Tests.Audits;

public sealed class AuditedRegionTests
{
    private static readonly Scene Scene = new(
        Background.White,
        [
            new(ObjectShape.Circle, ObjectColour.Red, ObjectFill.Solid, 4.8, 8, 8),
            new(ObjectShape.Square, ObjectColour.Green, ObjectFill.Solid, 4.8, 24, 8),
            new(ObjectShape.Cross, ObjectColour.Blue, ObjectFill.Solid, 4.8, 24, 24),
        ]);

    [Theory]
    [InlineData("a red circle and a blue square", 0, "red circle", true)]
    [InlineData("a red circle and a blue square", 1, "green square", false)]
    [InlineData("a red circle and a blue square", 2, "blue cross", false)]
    public void A_region_is_right_where_its_object_meets_a_requirement(
        string prompt, int index, string name, bool right)
    {
        var region = Audit(prompt, [.. Scene.Objects.Select(SceneOracle.BoxOf)])[index];
        Assert.Equal(name, region.ShownName);
        Assert.Equal(right, region.Right);
    }

    // Reading order would call the first circle right; the judge numbers regions as they are given.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Of_two_objects_alike_where_one_is_asked_for_the_earlier_region_is_right(int first, int second)
    {
        SceneObject[] circles = [new(ObjectShape.Circle, ObjectColour.Red, ObjectFill.Solid, 4.8, 8, 8), new(
            ObjectShape.Circle, ObjectColour.Red, ObjectFill.Outline, 6.2, 24, 24)];
        var regions = Audit(
            "a red circle", [SceneOracle.BoxOf(circles[first]), SceneOracle.BoxOf(circles[second])],
            new Scene(Background.White, circles));
        Assert.Equal([true, false], regions.Select(region => region.Right));
    }

    [Fact]
    public void What_no_region_shows_may_still_be_what_was_asked_for()
    {
        SceneObject[] circles = [new(ObjectShape.Circle, ObjectColour.Red, ObjectFill.Solid, 4.8, 8, 8), new(
            ObjectShape.Circle, ObjectColour.Blue, ObjectFill.Solid, 4.8, 24, 24)];
        Assert.False(
            Assert.Single(
                Audit("a red circle", [SceneOracle.BoxOf(circles[1])], new Scene(Background.White, circles))).Right);
    }

    [Fact]
    public void A_region_of_the_background_shows_nothing_and_is_wrong()
    {
        var region = Audit("a red circle", [new Box(0.1, 0.6, 0.4, 0.9)])[0];
        Assert.Equal(("nothing", false), (region.ShownName, region.Right));
    }

    [Fact]
    public void Pictures_of_other_worlds_have_no_audited_regions() =>
        Assert.Empty(Audit("a cat on a sofa", [new Box(0, 0, 1, 1)]));

    private static IReadOnlyList<AuditedRegion> Audit(string prompt, Box[] boxes, Scene? scene = null)
    {
        var record = new JudgeRecord(
            "1", prompt, "1.png", [.. boxes.Select(box => new JudgedRegion(box, "red circle", 1, null, true))],
            new(1, null), null, 0, []);
        return AuditedRegion.Of(
            [new AuditedPicture(new("1", prompt, ""), SceneRenderer.Render(scene ?? Scene), record, null)]);
    }
}
