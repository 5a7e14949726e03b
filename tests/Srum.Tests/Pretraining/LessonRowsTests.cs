using Srum.Imaging;
using Srum.Models;
using Srum.Native;
using Srum.Pretraining;
using Srum.Shapes;
using static TorchSharp.torch;

namespace Srum.Tests.Pretraining;

public sealed class LessonRowsTests
{
    [Fact]
    public void Short_lessons_are_apart_from_long_ones_where_less_is_filled_up()
    {
        Assert.Equal("1 3, 2 4 0", Places(9, 3, 7, 4, 8));
        Assert.Equal("0 1 2", Places(5, 5, 5));
        Assert.Equal("0", Places(5));
        Assert.Equal("1, 0", Places(6, 5));

        static string Places(params int[] lengths) => string.Join(
            ", ", LessonRows.ByLength([.. lengths.Select(Row)]).Select(part => string.Join(' ', part.Places)));
    }

    [Fact]
    public void The_parts_sums_over_their_weights_are_the_mean_of_all()
    {
        using var scope = NewDisposeScope();
        using var outside = no_grad();
        (IReadOnlyList<int> Ids, int LearntFrom)[] rows = [.. ((int[])[9, 3, 7, 4, 8]).Select(Row)];
        var logits = randn(10, 10);
        var whole = new LessonRows(rows).Loss(Hidden(new LessonRows(rows)), hidden => hidden, Decisions);

        var parts = LessonRows.ByLength(rows)
            .Select(part => part.Rows.Loss(Hidden(part.Rows), hidden => hidden, Decisions))
            .ToArray();

        Assert.Equal(2, parts.Length);
        Assert.Equal(whole.Weight, parts.Sum(part => part.Weight));
        Assert.Equal(whole.Sum.Number(), parts.Sum(part => part.Sum.Number()), 1e-3);

        // What predicts a token depends on the token before it alone.
        Tensor Hidden(LessonRows part) => logits.index_select(0, part.Ids().reshape(-1)).reshape(part.Count, -1, 10);

        static int[] Decisions(string word) => [word == "1" ? 1 : 2];
    }

    [Theory]
    [InlineData("model")]
    [InlineData("janus")]
    public void A_batch_of_lessons_is_read_as_each_of_them_alone(string name)
    {
        using var scope = NewDisposeScope();
        var folder = Path.Combine(DataFolder.Path, name);
        using var model = TinyDesign.Of(folder).Trained(folder);
        var random = new SeededRandom(1);
        var scenes = new LessonScenes(World.Small);
        Scene[] shown = [.. Enumerable.Range(0, 4).Select(_ => scenes.Any(random))];
        string[] asked =
        [
            "what is the background?", Lessons.LocalQuestion("a red circle left of a blue square", Boxes(2)),
            Lessons.Describe, Lessons.LocalQuestion("four green crosses on a grey background", Boxes(4)),
        ];
        // Replies of one length, so that each lesson weighs as much as another.
        Lesson[] lessons = [.. shown.Select((scene, i) => new Lesson(scene, [asked[i]], "", "1 yes"))];
        var seen = model.See(PictureTensor.Of([.. shown.Select(SceneRenderer.Render)]));

        var alone = lessons.Select(
            (lesson, i) => model.Read([lesson], seen.narrow(0, i, 1), weighDecisions: true).Number()).ToArray();

        Assert.Equal(alone.Average(), model.Read(lessons, seen, weighDecisions: true).Number(), 1e-3);
        Assert.InRange(alone.Max() - alone.Min(), 1e-2, 100);

        static Box[] Boxes(int count) =>
        [
            .. Enumerable.Range(0, count).Select(
                cell => RegionBox.Of(SceneObject.At(cell, ObjectColour.Red, ObjectShape.Circle))),
        ];
    }

    private static (IReadOnlyList<int> Ids, int LearntFrom) Row(int length) =>
        ([.. Enumerable.Range(0, length).Select(i => (length + i) % 10)], 1 + (length / 3));
}
