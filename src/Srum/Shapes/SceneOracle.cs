using Srum.Imaging;

namespace Srum.Shapes;

/// <summary>
/// Reads pictures of the shapes world exactly and decides what a prompt requires. It serves evaluation and teaches the
/// judge on rendered pictures; self-rewarding never sees it. Thread-safe.
/// </summary>
public static class SceneOracle
{
    /// <summary>
    /// Pixels farther than this from every background say nothing about it, in grey levels over three channels.
    /// </summary>
    private const double BackgroundReach = 60;

    /// <summary>Reads a picture back.</summary>
    /// <param name="picture">A picture of <see cref="Scene.Side"/> pixels a side, or of a whole multiple.</param>
    /// <param name="world">What it may show. Default: the shipped model's world.</param>
    /// <exception cref="SrumException">The picture has another size.</exception>
    public static SceneReading Read(Picture picture, World? world = null)
    {
        var rgb = ToWorldSize(picture);
        var (background, seen, plainness) = ReadBackground(rgb);
        var noise = NoiseOf(rgb, seen);
        var others = new float[Scene.Side * Scene.Side];
        var reader = new CellReader(world ?? World.Shipped);
        var inks = new double[Scene.Cells];
        for (var cell = 0; cell < Scene.Cells; cell++)
        {
            reader.Load(rgb, cell, seen, others);
            inks[cell] = reader.Ink;
        }

        // The largest first: what it shows beyond its own cell is not read again as an object of the neighbour.
        var found = new List<ReadObject>();
        foreach (var cell in Enumerable.Range(0, Scene.Cells).OrderByDescending(cell => inks[cell]))
        {
            if (inks[cell] < CellReader.LeastInk)
            {
                continue;
            }

            reader.Load(rgb, cell, seen, others);
            if (reader.Read(cell, seen, noise) is { } reading)
            {
                found.Add(new ReadObject(reading.Object, reading.Clarity, BoxOf(reading.Object)));
                Cover(others, reading.Object, cell);
            }
        }

        return new SceneReading(background, plainness, [.. found.OrderBy(item => item.Object.Cell)]);
    }

    /// <summary>Decides every requirement of a prompt.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="picture">The picture, sized as for <see cref="Read"/>.</param>
    /// <param name="world">What it may show. Default: the shipped model's world.</param>
    /// <exception cref="SrumException">The picture has another size.</exception>
    public static SceneTruth Truth(ScenePrompt prompt, Picture picture, World? world = null) =>
        Truth(
            prompt ?? throw new SrumException(
                "There is no prompt to hold the picture against: the parser gives none for what is not of the shapes "
                + "world. Give the prompt's own words instead, and the error says what that world has."),
            Read(picture, world));

    /// <summary>Decides every requirement of a prompt in words.</summary>
    /// <param name="prompt">The prompt as a user writes it.</param>
    /// <param name="picture">The picture, sized as for <see cref="Read"/>.</param>
    /// <param name="world">What it may show. Default: the shipped model's world.</param>
    /// <exception cref="SrumException">
    /// The prompt is not of the world, so that nothing can be decided, or the picture has another size.
    /// </exception>
    public static SceneTruth Truth(string prompt, Picture picture, World? world = null) =>
        Truth(PromptParser.Require(prompt, world), picture, world);

    /// <summary>Decides every requirement of a prompt on a picture that was read before.</summary>
    public static SceneTruth Truth(ScenePrompt prompt, SceneReading reading)
    {
        var check = SceneCheck.Of(prompt, reading.Background, [.. reading.Objects.Select(item => item.Object)]);
        return new SceneTruth(
            reading, check, Score(prompt, reading, check), SceneReasons.Of(prompt, reading, check));
    }

    /// <summary>The extent of an object.</summary>
    public static Box BoxOf(SceneObject item)
    {
        var share = ObjectTemplates.Extents(new ObjectLook(item.Shape, item.Variant, item.Fill));
        return new Box(
            Relative(item.X - (share.Left * item.HalfSize)), Relative(item.Y - (share.Top * item.HalfSize)),
            Relative(item.X + (share.Right * item.HalfSize)), Relative(item.Y + (share.Bottom * item.HalfSize)));

        static double Relative(double pixels) => Math.Clamp(pixels / Scene.Side, 0, 1);
    }

    private static double Score(ScenePrompt prompt, SceneReading reading, SceneCheck check)
    {
        var scores = new List<double>();
        for (var i = 0; i < prompt.Objects.Count; i++)
        {
            var required = prompt.Objects[i];
            scores.Add(
                check.Match[i] < 0 ? 0 : Clarity(i)
                    * (1
                        - ((double)required.Faults(reading.Objects[check.Match[i]].Object)
                            / Math.Max(1, required.Stated))));
        }

        var clarity = reading.Objects.Count == 0 ? 0 : reading.Objects.Average(item => item.Clarity);
        var wrongNumber = Math.Abs(reading.Objects.Count - prompt.Objects.Count);
        scores.Add(clarity * Math.Max(0, 1 - ((double)wrongNumber / prompt.Objects.Count)));
        if (prompt.Relation is { } relation)
        {
            scores.Add(check.RelationHolds == true ? Math.Min(Clarity(relation.Subject), Clarity(relation.Object)) : 0);
        }

        if (check.BackgroundHolds is { } holds)
        {
            scores.Add(holds ? clarity * reading.Plainness : 0);
        }

        return scores.Average();

        double Clarity(int index) => reading.Objects[check.Match[index]].Clarity;
    }

    private static void Cover(float[] others, SceneObject item, int cell)
    {
        var reach = item.HalfSize + 1;
        for (var row = Math.Max(
            0, (int)(item.Y - reach)); row <= Math.Min(Scene.Side - 1, (int)(item.Y + reach)); row++)
        {
            for (var column = Math.Max(
                0, (int)(item.X - reach)); column <= Math.Min(Scene.Side - 1, (int)(item.X + reach)); column++)
            {
                var own = (row / Scene.CellSide * 2) + (column / Scene.CellSide) == cell;
                var value = own ? 0 : SceneRenderer.Coverage(
                    item.Shape, item.Fill, item.HalfSize, item.Variant, column + 0.5 - item.X, row + 0.5 - item.Y);
                var at = (row * Scene.Side) + column;
                others[at] = Math.Max(others[at], (float)value);
            }
        }
    }

    private static (Background Background, (double R, double G, double B) Seen, double Plainness) ReadBackground(
        byte[] rgb)
    {
        var sums = new (int Count, double R, double G, double B)[Palette.Backgrounds.Count];
        for (var i = 0; i < rgb.Length; i += 3)
        {
            foreach (var background in Palette.Backgrounds)
            {
                if (Distance(Palette.Of(background), (rgb[i], rgb[i + 1], rgb[i + 2])) < BackgroundReach)
                {
                    ref var sum = ref sums[(int)background];
                    sum = (sum.Count + 1, sum.R + rgb[i], sum.G + rgb[i + 1], sum.B + rgb[i + 2]);
                }
            }
        }

        var most = Palette.Backgrounds.MaxBy(background => sums[(int)background].Count);
        var (count, red, green, blue) = sums[(int)most];
        if (count == 0)
        {
            return (most, Palette.Of(most), 0);
        }

        var seen = (red / count, green / count, blue / count);
        return (most, seen, 1 - (Distance(Palette.Of(most), seen) / BackgroundReach));
    }

    // Mean squared distance of the background's pixels from its colour.
    private static double NoiseOf(byte[] rgb, (double R, double G, double B) seen)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < rgb.Length; i += 3)
        {
            var distance = Distance(seen, (rgb[i], rgb[i + 1], rgb[i + 2]));
            if (distance < CellReader.Floor)
            {
                (sum, count) = (sum + (distance * distance), count + 1);
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    private static double Distance((double R, double G, double B) a, (double R, double G, double B) b) =>
        Math.Sqrt(((a.R - b.R) * (a.R - b.R)) + ((a.G - b.G) * (a.G - b.G)) + ((a.B - b.B) * (a.B - b.B)));

    // Means over blocks where a picture is larger than the world.
    private static byte[] ToWorldSize(Picture picture)
    {
        var factor = picture.Width / Scene.Side;
        if (factor < 1 || picture.Width != factor * Scene.Side || picture.Height != picture.Width)
        {
            throw new SrumException(
                $"A picture of the shapes world has {Scene.Side} × {Scene.Side} pixels or a whole multiple, not "
                    + $"{picture.Width} × {picture.Height}. Resize it first.");
        }

        if (factor == 1)
        {
            return picture.Rgb;
        }

        var rgb = new byte[Scene.Side * Scene.Side * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            var (row, column, channel) = (i / 3 / Scene.Side * factor, i / 3 % Scene.Side * factor, i % 3);
            var sum = 0;
            for (var k = 0; k < factor * factor; k++)
            {
                sum += picture.Rgb[((((row + (k / factor)) * picture.Width) + column + (k % factor)) * 3) + channel];
            }

            rgb[i] = (byte)((sum + (factor * factor / 2)) / (factor * factor));
        }

        return rgb;
    }
}
