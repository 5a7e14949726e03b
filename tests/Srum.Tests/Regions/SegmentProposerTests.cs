using System.Globalization;
using Srum.Imaging;
using Srum.Regions;
using Srum.Shapes;

namespace Srum.Tests.Regions;

public sealed class SegmentProposerTests
{
    private static readonly SegmentProposer Proposer = new();

    [Theory]
    [InlineData(0, 0, 0.995, 1.005)]
    [InlineData(0.5, 10, 0.99, 1.01)]
    [InlineData(1, 20, 0.95, 1.2)] // thin outlines of little contrast fall into parts
    public void Finds_the_objects_of_scenes_sharp_or_blurred(double blur, int noise, double recall, double most)
    {
        var (found, objects, boxes) = (0, 0, 0);
        var random = new SeededRandom(7);
        for (var i = 0; i < 200; i++)
        {
            var prompt = new PromptSampler(World.Small).Next(random, random.Pick(Enum.GetValues<PromptCategory>()));
            var scene = SceneSampler.Next(random, prompt);
            var proposed = Proposer.Propose(Disturb(SceneRenderer.Render(scene), blur, noise, random));
            objects += scene.Objects.Count;
            boxes += proposed.Count;
            found += scene.Objects.Count(o => proposed.Any(b => b.Iou(Around(o)) >= 0.5));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{found} of {objects} found, {boxes} boxes");
        Assert.True(found >= recall * objects, $"{found} of {objects} objects found with {boxes} boxes");
        Assert.True(boxes <= most * objects, $"{boxes} boxes for {objects} objects");
    }

    [Fact]
    public void Its_name_is_the_same_in_every_culture()
    {
        var (before, comma) = (CultureInfo.CurrentCulture, (CultureInfo)CultureInfo.InvariantCulture.Clone());
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Assert.Equal("segments", Proposer.Name);
            Assert.Equal(
                "segments SegmentSettings { Contrast = 36, SameColour = 0.9, MinimumArea = 0.01, Bridge = 0.25, "
                    + "WorkingSide = 96, Limit = 10 }",
                new SegmentProposer(new SegmentSettings { Bridge = 0.25 }).Name);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void An_empty_picture_has_no_regions() =>
        Assert.Empty(Proposer.Propose(Painted(32, 32, (_, _) => (200, 10, 90))));

    [Fact]
    public void A_large_picture_is_searched_on_a_smaller_grid_and_touching_colours_are_two_regions()
    {
        var boxes = Proposer.Propose(Painted(600, 400, (x, y) =>
            y is >= 100 and < 300 && x is >= 150 and < 300
                ? (200, 30, 30)
                : y is >= 100 and < 300 && x is >= 300 and < 480
                ? (30, 60, 200)
            : ((x + y) % 7 + 120, 130, 140)));
        Assert.Equal(2, boxes.Count);
        Assert.True(boxes[0].Iou(new Box(0.5, 0.25, 0.8, 0.75)) > 0.9);
        Assert.True(boxes[1].Iou(new Box(0.25, 0.25, 0.5, 0.75)) > 0.9);
    }

    [Fact]
    public void A_picture_without_a_plain_background_gives_no_more_than_the_limit()
    {
        var random = new SeededRandom(3);
        var boxes = Proposer.Propose(Painted(200, 120, (x, y) => (x, y * 2, random.Below(256))));
        Assert.InRange(boxes.Count, 1, new SegmentSettings().Limit);
        Assert.Equal(boxes.OrderByDescending(b => b.Area), boxes);
    }

    private static Picture Painted(int width, int height, Func<int, int, (int R, int G, int B)> colour) => new(
        width, height,
        [.. Enumerable.Range(0, width * height)
            .SelectMany(i => colour(i % width, i / width) is var c ? new[] { (byte)c.R, (byte)c.G, (byte)c.B } : [])]);

    private static Box Around(SceneObject o) => new(
        (o.X - o.HalfSize) / Scene.Side, (o.Y - o.HalfSize) / Scene.Side, (o.X + o.HalfSize) / Scene.Side,
        (o.Y + o.HalfSize) / Scene.Side);

    // As an autoencoder does: every pixel takes a share of its neighbours' mean, and noise.
    private static Picture Disturb(Picture picture, double blur, int noise, SeededRandom random)
    {
        var rgb = new byte[picture.Rgb.Length];
        for (var i = 0; i < rgb.Length; i++)
        {
            var (pixel, channel) = (i / 3, i % 3);
            var (x, y) = (pixel % picture.Width, pixel / picture.Width);
            var (sum, count) = (0.0, 0);
            for (var row = Math.Max(0, y - 1); row <= Math.Min(picture.Height - 1, y + 1); row++)
            {
                for (var column = Math.Max(0, x - 1); column <= Math.Min(picture.Width - 1, x + 1); column++, count++)
                {
                    sum += picture.Rgb[(((row * picture.Width) + column) * 3) + channel];
                }
            }

            rgb[i] = (byte)Math.Clamp(
                ((1 - blur) * picture.Rgb[i]) + (blur * sum / count) + random.Between(-noise, noise), 0, 255);
        }

        return new Picture(picture.Width, picture.Height, rgb);
    }
}
