using Srum.Imaging;
using Srum.Rewards;
using Srum.Shapes;

namespace Srum.Tests.Rewards;

public sealed class SegmentProposerTests
{
    private static readonly SegmentProposer Proposer = new();

    [Theory]
    [InlineData(0, 0, 0.995, 1.005)]
    [InlineData(0.5, 10, 0.99, 1.01)]
    [InlineData(1, 20, 0.95, 1.1)]
    public void Finds_the_objects_of_scenes_sharp_or_blurred(double blur, int noise, double recall, double most)
    {
        var (found, objects, boxes) = (0, 0, 0);
        var random = new SeededRandom(7);
        for (var i = 0; i < 200; i++)
        {
            var prompt = PromptSampler.Next(random, random.Pick(Enum.GetValues<PromptCategory>()));
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

    private static Box Around(SceneObject o) => new(
        (o.X - o.HalfSize) / Scene.Side, (o.Y - o.HalfSize) / Scene.Side, (o.X + o.HalfSize) / Scene.Side, (o.Y + o.HalfSize) / Scene.Side);

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

            rgb[i] = (byte)Math.Clamp(((1 - blur) * picture.Rgb[i]) + (blur * sum / count) + random.Between(-noise, noise), 0, 255);
        }

        return new Picture(picture.Width, picture.Height, rgb);
    }
}
