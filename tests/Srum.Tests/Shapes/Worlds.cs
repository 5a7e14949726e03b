using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Tests.Shapes;

/// <summary>Prompts with scenes, and pictures made worse.</summary>
internal static class Worlds
{
    private static readonly PromptCategory[] Categories = Enum.GetValues<PromptCategory>();

    public static TheoryData<string> Names => [World.Small.Name, World.Wide.Name];

    /// <summary>A prompt of any category and group, and a scene that satisfies it.</summary>
    public static (ScenePrompt Prompt, Scene Scene) Any(SeededRandom random, World? world = null)
    {
        world ??= World.Small;
        var groups = world == World.Small ? 3 : 4;
        var prompt = new PromptSampler(world).Next(
            random, random.Pick(Categories), (CombinationGroup)random.Below(groups), open: world.Open);
        return (prompt, SceneSampler.Next(random, prompt, world));
    }

    public static (ScenePrompt Prompt, Scene Scene)[] Many(long seed, int count, World? world = null)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Any(random, world))];
    }

    /// <summary>How many of the items hold, counted on all cores.</summary>
    public static int CountThat<T>(this IEnumerable<T> items, Func<T, bool> holds) => items.AsParallel().Count(holds);

    /// <summary>
    /// Whether a reading names every object's cell, shape, colour, fill and size, and the background.
    /// </summary>
    public static bool Agrees(Scene truth, SceneReading reading) =>
        reading.Background == truth.Background
        && reading.Objects.Count == truth.Objects.Count
        && truth.Objects.Zip(reading.Objects, (item, read) => Facts(item) == Facts(read.Object)).All(same => same);

    public static Picture Blur(Picture picture, double sigma)
    {
        var reach = (int)Math.Ceiling(3 * sigma);
        var kernel = Enumerable.Range(-reach, (2 * reach) + 1).Select(d => Math.Exp(-d * d / (2 * sigma * sigma)))
            .ToArray();
        var sum = kernel.Sum();
        var across = Pass([.. picture.Rgb.Select(value => (double)value)], 1, 0);
        return new Picture(
            picture.Width, picture.Height, [.. Pass(across, 0, 1).Select(value => (byte)Math.Round(value))]);

        double[] Pass(double[] from, int stepX, int stepY)
        {
            var to = new double[from.Length];
            for (var i = 0; i < to.Length; i++)
            {
                var (x, y, channel) = (i / 3 % picture.Width, i / 3 / picture.Width, i % 3);
                for (var d = -reach; d <= reach; d++)
                {
                    var column = Math.Clamp(x + (d * stepX), 0, picture.Width - 1);
                    var row = Math.Clamp(y + (d * stepY), 0, picture.Height - 1);
                    to[i] += kernel[d + reach] / sum * from[(((row * picture.Width) + column) * 3) + channel];
                }
            }

            return to;
        }
    }

    public static Picture Disturb(Picture picture, SeededRandom random, double deviation) =>
        new(picture.Width, picture.Height, [
            .. picture.Rgb.Select(value => (byte)Math.Clamp(Math.Round(value + (deviation * Normal(random))), 0, 255)),
        ]);

    private static double Normal(SeededRandom random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static (int, ObjectShape, ObjectColour, ObjectFill, ObjectSize) Facts(SceneObject item) =>
        (item.Cell, item.Shape, item.Colour, item.Fill, item.Size);
}
