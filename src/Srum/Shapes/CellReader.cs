namespace Srum.Shapes;

/// <summary>Finds the object of a world that best explains the pixels of one cell.</summary>
internal sealed class CellReader(World world)
{
    /// <summary>An object that covers fewer pixels than this is a speck.</summary>
    public const double LeastInk = 14;

    /// <summary>Pixels nearer to the background than this are background, in grey levels over three channels.</summary>
    public const float Floor = 36;

    /// <summary>
    /// Above this misfit nothing that prompts ask for is there. Renders with slight blur and noise stay below 0.02; an
    /// autoencoder of 680 steps leaves up to 0.1 in 95 % of the objects that it redraws.
    /// </summary>
    private const double MostMisfit = 0.12;

    /// <summary>A cell whose clearest pixel is covered less than this is empty.</summary>
    private const float Faintest = 0.25f;

    private const int Pixels = Scene.CellSide * Scene.CellSide;
    private const int Refined = 6;

    /// <summary>
    /// A deformed look must leave less than this share of what the best plain one leaves, and less by a margin.
    /// </summary>
    private const double OddAdvantage = 0.85;

    private const double OddMargin = 0.006;

    // Blurs of 0.6 and 1 pixels.
    private static readonly (float Strength, int Times)[] Softness = [(0.18f, 1), (0.25f, 2)];

    private readonly float[] difference = new float[Pixels * 3];
    private readonly float[] weights = new float[Pixels];
    private readonly float[] coverage = new float[Pixels];
    private readonly float[] candidate = new float[Pixels];

    /// <summary>Takes a cell's pixels.</summary>
    /// <param name="rgb">The picture.</param>
    /// <param name="cell">Cell, 0 to 3.</param>
    /// <param name="background">The background's colour as the picture shows it.</param>
    /// <param name="others">What objects of other cells cover of the picture, in [0, 1].</param>
    public void Load(byte[] rgb, int cell, (double R, double G, double B) background, float[] others)
    {
        Ink = 0;
        for (var i = 0; i < Pixels; i++)
        {
            var at = PixelOf(cell, i);
            weights[i] = others[at] > 0.02f ? 0 : 1;
            var red = rgb[3 * at] - (float)background.R;
            var green = rgb[(3 * at) + 1] - (float)background.G;
            var blue = rgb[(3 * at) + 2] - (float)background.B;
            (difference[i], difference[Pixels + i], difference[(2 * Pixels) + i]) = (red, green, blue);
            var distance = MathF.Sqrt((red * red) + (green * green) + (blue * blue));
            Ink += distance > Floor ? weights[i] * Math.Min(1, distance / 110) : 0;
        }
    }

    /// <summary>About how many pixels of the cell show something, after <see cref="Load"/>.</summary>
    public double Ink { get; private set; }

    /// <summary>The pixel of the picture that is the i-th of a cell.</summary>
    public static int PixelOf(int cell, int i) =>
        ((((cell / 2) * Scene.CellSide) + (i / Scene.CellSide)) * Scene.Side) + ((cell % 2) * Scene.CellSide)
            + (i % Scene.CellSide);

    /// <summary>The object in the loaded cell; null when it is empty.</summary>
    /// <param name="cell">Cell, 0 to 3.</param>
    /// <param name="background">The background's colour as the picture shows it.</param>
    /// <param name="noise">Mean squared distance of background pixels from it, which no object is to blame for.</param>
    public CellReading? Read(int cell, (double R, double G, double B) background, double noise)
    {
        if (Ink < LeastInk || Colour(background) is not { } colour || Extent() is not { } extent)
        {
            return null;
        }

        var total = 0f;
        for (var i = 0; i < Pixels; i++)
        {
            total += weights[i] * coverage[i] * coverage[i];
        }

        var best = world.Looks
            .Select(look => Start(look, extent, total))
            .OrderBy(fit => fit.Error)
            .Take(Refined)
            .Select(fit => Refine(fit, total))
            .Select(fit => (Fit: fit, Misfit: Misfit(fit, total)))
            .OrderBy(fit => fit.Misfit)
            .ToList();
        var chosen = best[0];
        foreach (var fit in best)
        {
            if (!IsOdd(fit.Fit))
            {
                chosen = OddAdvantage * fit.Misfit <= chosen.Misfit || fit.Misfit - chosen.Misfit < OddMargin
                    ? fit
                    : chosen;
                break;
            }
        }

        var look = ObjectTemplates.Looks[chosen.Fit.Look];
        var misfit = Math.Max(0, chosen.Misfit + colour.Mix - NoiseShare(noise, background, colour.Colour, total));
        // What no look explains has the outline of the first deformation where the best look is plain. The look's own
        // would change what is read of neighbours, and the regions that judges were taught on: records rest on both.
        var (x, y) = Scene.CentreOf(cell);
        var item = new SceneObject(
            misfit > MostMisfit ? ObjectShape.Odd : look.Shape, colour.Colour, look.Fill,
            ObjectTemplates.HalfOf(chosen.Fit.Size),
            x + ((double)chosen.Fit.X / ObjectTemplates.Steps), y + ((double)chosen.Fit.Y / ObjectTemplates.Steps),
            look.Variant);
        return new CellReading(item, Math.Clamp(1 - chosen.Fit.Error - colour.Mix, 0, 1));
    }

    // The error that remains when the look may be blurred: blur costs clarity, but makes no other shape.
    private double Misfit(Fit fit, float total)
    {
        var least = fit.Error;
        foreach (var (strength, times) in Softness)
        {
            ObjectTemplates.Soften(fit.Look, fit.Size, fit.X, fit.Y, strength, times, candidate);
            float error = 0, square = 0;
            for (var i = 0; i < Pixels; i++)
            {
                var difference = coverage[i] - candidate[i];
                error += weights[i] * difference * difference;
                square += weights[i] * candidate[i] * candidate[i];
            }

            least = Math.Min(least, error / Math.Max(total + square, 1e-3f));
        }

        return least;
    }

    // What noise alone adds: along the colour to a fit (squares of coverage and look, about twice the total), across it
    // to the mix.
    private double NoiseShare(double noise, (double R, double G, double B) background, ObjectColour colour, float total)
    {
        var (r, g, b) = Palette.Of(colour);
        var contrast = Math.Pow(r - background.R, 2) + Math.Pow(g - background.G, 2) + Math.Pow(b - background.B, 2);
        var pixels = weights.Sum();
        var along = pixels * noise / 3 / contrast;
        return (along / (2 * total)) + (2 * along / total);
    }

    private static bool IsOdd(Fit fit) => ObjectTemplates.Looks[fit.Look].Shape == ObjectShape.Odd;

    // A pixel is background + coverage · (colour − background). The colour that leaves the least rest gives the
    // coverage.
    private (ObjectColour Colour, double Mix)? Colour((double R, double G, double B) background)
    {
        var (bestRest, bestColour) = (double.MaxValue, ObjectColour.Red);
        double all = 0;
        for (var i = 0; i < Pixels; i++)
        {
            all += weights[i]
                * (Square(difference[i]) + Square(difference[Pixels + i]) + Square(difference[(2 * Pixels) + i]));
        }

        foreach (var colour in world.Colours)
        {
            var (r, g, b) = Palette.Of(colour);
            var (red, green, blue) = ((float)(r - background.R), (float)(g - background.G), (float)(b - background.B));
            var scale = 1 / ((red * red) + (green * green) + (blue * blue));
            double rest = 0;
            for (var i = 0; i < Pixels; i++)
            {
                var (dr, dg, db) = (difference[i], difference[Pixels + i], difference[(2 * Pixels) + i]);
                var share = Math.Clamp(((dr * red) + (dg * green) + (db * blue)) * scale, 0, 1.1f);
                candidate[i] = share;
                rest += weights[i]
                    * (Square(dr - (share * red)) + Square(dg - (share * green)) + Square(db - (share * blue)));
            }

            if (rest < bestRest)
            {
                (bestRest, bestColour) = (rest, colour);
                candidate.CopyTo(coverage, 0);
            }
        }

        return all > 0 ? (bestColour, bestRest / all) : null;

        static float Square(float value) => value * value;
    }

    // Where rows and columns first and last reach half of the most coverage, between pixels, from the cell's centre.
    private (double Left, double Right, double Top, double Bottom)? Extent()
    {
        Span<float> columns = stackalloc float[Scene.CellSide];
        Span<float> rows = stackalloc float[Scene.CellSide];
        columns.Clear();
        rows.Clear();
        var most = 0f;
        for (var i = 0; i < Pixels; i++)
        {
            var value = weights[i] * coverage[i];
            rows[i / Scene.CellSide] = Math.Max(rows[i / Scene.CellSide], value);
            columns[i % Scene.CellSide] = Math.Max(columns[i % Scene.CellSide], value);
            most = Math.Max(most, value);
        }

        if (most < Faintest)
        {
            return null;
        }

        most = Math.Min(most, 1);
        var (left, right) = Ends(columns, most);
        var (top, bottom) = Ends(rows, most);
        return (left, right, top, bottom);

        static (double First, double Last) Ends(ReadOnlySpan<float> profile, float most)
        {
            var first = profile.IndexOfAnyInRange(most / 2, 2f);
            var last = profile.LastIndexOfAnyInRange(most / 2, 2f);
            var before = first > 0 ? profile[first - 1] : 0;
            var after = last < profile.Length - 1 ? profile[last + 1] : 0;
            var centre = profile.Length / 2.0;
            return (first + 1 - Share(profile[first]) - Share(before) - centre,
                last + Share(profile[last]) + Share(after) - centre);

            double Share(float value) => Math.Min(1.0, value / most);
        }
    }

    private Fit Start(int look, (double Left, double Right, double Top, double Bottom) extent, float total)
    {
        var share = ObjectTemplates.Extents(ObjectTemplates.Looks[look]);
        var half = (extent.Right - extent.Left + extent.Bottom - extent.Top)
            / (share.Left + share.Right + share.Top + share.Bottom);
        var size = (int)Math.Round((half - ObjectTemplates.SmallestHalf) / ObjectTemplates.SizeStep);
        var x = (extent.Left + extent.Right - (half * (share.Right - share.Left))) / 2;
        var y = (extent.Top + extent.Bottom - (half * (share.Bottom - share.Top))) / 2;
        return Measure(
            look, size, (int)Math.Round(x * ObjectTemplates.Steps), (int)Math.Round(y * ObjectTemplates.Steps), total);
    }

    // Walks to a neighbour in place or size for as long as that explains the pixels better.
    private Fit Refine(Fit fit, float total)
    {
        for (var moved = true; moved;)
        {
            moved = false;
            var start = fit;
            foreach (var (size, x, y) in Neighbours)
            {
                var next = Measure(start.Look, start.Size + size, start.X + x, start.Y + y, total);
                if (next.Error < fit.Error)
                {
                    (fit, moved) = (next, true);
                }
            }
        }

        return fit;
    }

    private static readonly (int Size, int X, int Y)[] Neighbours =
    [
        (1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1), (2, 0, 0), (-2, 0, 0),
        (0, 1, 1), (0, 1, -1), (0, -1, 1), (0, -1, -1), (1, 0, 1), (1, 0, -1), (-1, 0, 1), (-1, 0, -1),
    ];

    private Fit Measure(int look, int size, int x, int y, float total)
    {
        size = Math.Clamp(size, 0, ObjectTemplates.Sizes - 1);
        x = Math.Clamp(x, -ObjectTemplates.Reach, ObjectTemplates.Reach);
        y = Math.Clamp(y, -ObjectTemplates.Reach, ObjectTemplates.Reach);
        var (error, square) = ObjectTemplates.Compare(coverage, weights, look, size, x, y);
        return new Fit(look, size, x, y, error / Math.Max(total + square, 1e-3f));
    }

    // The error is a share: 0 for equal maps, 1 for maps without a common pixel.
    private readonly record struct Fit(int Look, int Size, int X, int Y, double Error);
}
