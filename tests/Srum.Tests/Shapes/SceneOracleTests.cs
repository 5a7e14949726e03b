using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Tests.Shapes;

public class SceneOracleTests
{
    public static TheoryData<string, SceneFault> WorldsAndFaults =>
        [.. from world in Worlds.Names from fault in Enum.GetValues<SceneFault>() select (world.Data, fault)];

    [Theory]
    [MemberData(nameof(Worlds.Names), MemberType = typeof(Worlds))]
    public void Ten_thousand_rendered_scenes_are_read_as_they_are(string name)
    {
        var world = World.Named(name)!;
        var right = Worlds.Many(1, 10_000, world).CountThat(item =>
            SceneOracle.Truth(item.Prompt, SceneRenderer.Render(item.Scene), world) is { Correct: true } truth
            && Worlds.Agrees(item.Scene, truth.Reading));
        Assert.InRange(right, 9_950, 10_000);
    }

    [Theory]
    [MemberData(nameof(WorldsAndFaults))]
    public void A_corrupted_scene_is_read_as_it_is(string name, SceneFault fault)
    {
        var world = World.Named(name)!;
        var random = new SeededRandom((long)fault);
        var broken = new List<(ScenePrompt Prompt, Scene Scene)>();
        while (broken.Count < 600)
        {
            var (prompt, scene) = Worlds.Any(random, world);
            if (SceneFaults.Apply(random, fault, prompt, scene, world) is { } changed)
            {
                broken.Add((prompt, changed));
            }
        }

        var right = broken.CountThat(item =>
        {
            var truth = SceneOracle.Truth(item.Prompt, SceneRenderer.Render(item.Scene), world);
            return Worlds.Agrees(item.Scene, truth.Reading)
                && truth.Correct == SceneCheck.Of(item.Prompt, item.Scene.Background, item.Scene.Objects).Correct;
        });
        Assert.InRange(right, 588, 600);
    }

    [Theory]
    [MemberData(nameof(Worlds.Names), MemberType = typeof(Worlds))]
    public void Mean_score_falls_with_blur(string name)
    {
        var world = World.Named(name)!;
        var items = Worlds.Many(2, 500, world);
        double[] sigmas = [0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 2.5, 3, 4];
        var scores = sigmas.Select(Score).Prepend(Mean(picture => picture)).ToList();
        Assert.InRange(scores[0], 0.98, 1);
        Assert.All(scores.Zip(scores.Skip(1)), pair => Assert.True(pair.Second < pair.First, string.Join(' ', scores)));

        double Score(double sigma) => Mean(picture => Worlds.Blur(picture, sigma));

        double Mean(Func<Picture, Picture> change) => items.AsParallel().AsOrdered()
            .Select(item => SceneOracle.Truth(item.Prompt, change(SceneRenderer.Render(item.Scene)), world).Score)
            .ToList()
            .Average();
    }

    [Theory]
    [MemberData(nameof(Worlds.Names), MemberType = typeof(Worlds))]
    public void Slight_blur_and_noise_change_nothing(string name)
    {
        var world = World.Named(name)!;
        var random = new SeededRandom(3);
        var right = Worlds.Many(3, 1_000, world).Count(item => Worlds.Agrees(
            item.Scene,
            SceneOracle.Read(Worlds.Disturb(Worlds.Blur(SceneRenderer.Render(item.Scene), 0.6), random, 6), world)));
        Assert.InRange(right, 980, 1_000);
    }

    [Fact]
    public void A_score_grows_with_what_is_right()
    {
        var random = new SeededRandom(4);
        var prompt = PromptFrom(
            "a red circle left of a blue square", new(ObjectShape.Circle, ObjectColour.Red),
            new(ObjectShape.Square, ObjectColour.Blue));
        SceneObject circle = new(ObjectShape.Circle, ObjectColour.Red, ObjectFill.Solid, 6.5, 8, 8);
        SceneObject square = new(ObjectShape.Square, ObjectColour.Blue, ObjectFill.Solid, 6.5, 24, 8);
        double[] scores =
        [
            Score(),
            Score(circle with { Shape = ObjectShape.Triangle, Colour = ObjectColour.Green }),
            Score(circle with { Colour = ObjectColour.Green }),
            Score(circle),
            Score(circle, square with { Y = 24 }),
            Score(circle, square),
        ];
        Assert.Equal(0, scores[0]);
        Assert.All(scores.Zip(scores.Skip(1)), pair => Assert.True(pair.Second > pair.First, string.Join(' ', scores)));
        Assert.True(Score(circle, square, circle with { X = 24, Y = 24 }) < scores[^1]);

        double Score(params SceneObject[] objects) =>
            SceneOracle.Truth(
                prompt,
                SceneRenderer.Render(new Scene(random.Pick(Enum.GetValues<Background>()), objects))).Score;
    }

    [Theory]
    [InlineData("half a disc")]
    [InlineData("a moon")]
    [InlineData("a bar")]
    [InlineData("two dots")]
    public void What_is_none_of_the_shapes_is_odd(string form)
    {
        Func<double, double, bool> inside = form switch
        {
            "half a disc" => (x, y) => (x * x) + (y * y) < 36 && x < 0,
            "a moon" => (x, y) => (x * x) + (y * y) < 36 && ((x - 4) * (x - 4)) + (y * y) > 16,
            "a bar" => (x, y) => Math.Abs(x) < 6 && Math.Abs(y) < 3,
            _ => (x, y) => ((Math.Abs(x) - 4) * (Math.Abs(x) - 4)) + (y * y) < 7,
        };
        var rgb = new byte[32 * 32 * 3];
        Array.Fill(rgb, (byte)245);
        for (var i = 0; i < 32 * 32; i++)
        {
            if (inside((i % 32) - 7.5, (i / 32) - 7.5))
            {
                (rgb[3 * i], rgb[(3 * i) + 1], rgb[(3 * i) + 2]) = (220, 40, 40);
            }
        }

        var read = Assert.Single(SceneOracle.Read(new Picture(32, 32, rgb)).Objects);
        Assert.Equal((ObjectShape.Odd, ObjectColour.Red, 0), (read.Object.Shape, read.Object.Colour, read.Object.Cell));
    }

    [Theory]
    [MemberData(nameof(Worlds.Names), MemberType = typeof(Worlds))]
    public void A_box_encloses_its_object(string name)
    {
        var world = World.Named(name)!;
        foreach (var (_, scene) in Worlds.Many(5, 50, world))
        {
            var reading = SceneOracle.Read(SceneRenderer.Render(scene), world);
            Assert.All(
                scene.Objects.Zip(reading.Objects),
                pair => Assert.InRange(SceneOracle.BoxOf(pair.First).Iou(pair.Second.Box), 0.85, 1));
        }
    }

    [Fact]
    public void An_object_that_overlaps_its_neighbours_cell_is_one_object()
    {
        SceneObject item = new(ObjectShape.Square, ObjectColour.Purple, ObjectFill.Solid, 6.6, 11.5, 11);
        var read = Assert.Single(SceneOracle.Read(SceneRenderer.Render(new Scene(Background.White, [item]))).Objects);
        Assert.Equal(
            (item.Shape, item.Colour, item.Fill, 0),
            (read.Object.Shape, read.Object.Colour, read.Object.Fill, read.Object.Cell));
    }

    [Fact]
    public void A_larger_picture_is_averaged_and_any_other_size_refused()
    {
        var small = SceneRenderer.Render(Worlds.Many(6, 1)[0].Scene);
        var rgb = Enumerable.Range(0, 64 * 64 * 3)
            .Select(i => small.Rgb[((((i / 3 / 64 / 2) * 32) + (i / 3 % 64 / 2)) * 3) + (i % 3)])
            .ToArray();
        Assert.Equal(SceneOracle.Read(small).Objects, SceneOracle.Read(new Picture(64, 64, rgb)).Objects);
        var error = Assert.Throws<SrumException>(() => SceneOracle.Read(new Picture(40, 32, new byte[40 * 32 * 3])));
        Assert.Contains("40 × 32", error.Message);
    }

    private static ScenePrompt PromptFrom(string text, ObjectRequirement subject, ObjectRequirement other) =>
        new(text, PromptCategory.Spatial, [subject, other], new Relation(0, RelationKind.Left, 1), null, text);
}
