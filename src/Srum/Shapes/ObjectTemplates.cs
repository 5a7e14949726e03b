using System.Numerics;

namespace Srum.Shapes;

/// <summary>One look of an object: a plain shape or a deformed one, solid or outlined.</summary>
internal readonly record struct ObjectLook(ObjectShape Shape, int Variant, ObjectFill Fill);

/// <summary>
/// Coverage maps of every look at quarter-pixel places and sizes in steps of 0.2 pixels, rendered when first asked for.
/// A map is larger than a cell, so that one map serves every whole-pixel shift.
/// </summary>
internal static class ObjectTemplates
{
    public const double SizeStep = 0.2;
    public const double SmallestHalf = 4.2;
    public const int Sizes = 16;

    /// <summary>Steps of the place in a pixel.</summary>
    public const int Steps = 4;

    /// <summary>The farthest that a centre may lie from its cell's centre, in steps.</summary>
    public const int Reach = 4 * Steps;

    private const int Margin = (Reach / Steps) + 3;
    private const int Side = Scene.CellSide + (2 * Margin);

    /// <summary>The looks of all worlds: each fill of the plain shapes, then of the deformed ones.</summary>
    public static readonly ObjectLook[] Looks = [.. Enum.GetValues<ObjectFill>().SelectMany(Filled)];

    private static readonly Map?[] Maps = new Map?[Looks.Length * Sizes * Steps * Steps];

    /// <summary>The indices of a world's looks, in the order of <see cref="Looks"/>.</summary>
    public static IEnumerable<int> LooksOf(World world)
    {
        var deformations = Enumerable.Range(world.Deformations.First, world.Deformations.Count);
        return Enumerable.Range(0, Looks.Length).Where(look =>
            Looks[look] is { Shape: var shape, Variant: var variant }
                && (shape == ObjectShape.Odd ? deformations.Contains(variant) : world.Shapes.Contains(shape)));
    }

    /// <summary>
    /// Weighted squared distance between a cell's coverage and a look, and the look's own weighted square.
    /// </summary>
    /// <param name="coverage">16 × 16 values, row by row.</param>
    /// <param name="weights">16 × 16 weights.</param>
    /// <param name="look">Index into <see cref="Looks"/>.</param>
    /// <param name="size">Index of the half size.</param>
    /// <param name="x">Centre from the cell's centre in steps, at most <see cref="Reach"/> either way.</param>
    /// <param name="y">The same downwards.</param>
    public static (float Error, float Square) Compare(
        ReadOnlySpan<float> coverage, ReadOnlySpan<float> weights, int look, int size, int x, int y)
    {
        var (shiftX, shiftY) = (x >> 2, y >> 2);
        var map = MapOf(look, size, x & 3, y & 3).Values;
        var error = Vector<float>.Zero;
        var square = Vector<float>.Zero;
        for (var row = 0; row < Scene.CellSide; row++)
        {
            var from = ((row + Margin - shiftY) * Side) + Margin - shiftX;
            for (var column = 0; column < Scene.CellSide; column += Vector<float>.Count)
            {
                var at = (row * Scene.CellSide) + column;
                var value = new Vector<float>(map, from + column);
                var weight = new Vector<float>(weights[at..]);
                var difference = new Vector<float>(coverage[at..]) - value;
                error += weight * difference * difference;
                square += weight * value * value;
            }
        }

        return (Vector.Sum(error), Vector.Sum(square));
    }

    /// <summary>Writes a look's coverage of a cell, softened by a blur of given strength, a few times over.</summary>
    public static void Soften(int look, int size, int x, int y, float strength, int times, Span<float> cell)
    {
        const int Wide = Scene.CellSide + 4;
        Span<float> from = stackalloc float[Wide * Wide];
        Span<float> along = stackalloc float[Wide * Wide];
        var map = MapOf(look, size, x & 3, y & 3).Values;
        var corner = ((Margin - 2 - (y >> 2)) * Side) + Margin - 2 - (x >> 2);
        for (var row = 0; row < Wide; row++)
        {
            map.AsSpan(corner + (row * Side), Wide).CopyTo(from[(row * Wide)..]);
        }

        from.CopyTo(along);
        for (; times > 0; times--)
        {
            for (var i = 1; i < from.Length - 1; i++)
            {
                along[i] = from[i] + (strength * (from[i - 1] + from[i + 1] - (2 * from[i])));
            }

            for (var i = Wide; i < from.Length - Wide; i++)
            {
                from[i] = along[i] + (strength * (along[i - Wide] + along[i + Wide] - (2 * along[i])));
            }
        }

        for (var row = 0; row < Scene.CellSide; row++)
        {
            from.Slice(((row + 2) * Wide) + 2, Scene.CellSide).CopyTo(cell[(row * Scene.CellSide)..]);
        }
    }

    public static double HalfOf(int size) => SmallestHalf + (SizeStep * size);

    /// <summary>How far a look reaches from its centre, as shares of its half size.</summary>
    public static (double Left, double Right, double Top, double Bottom) Extents(ObjectLook look)
    {
        if (look.Shape != ObjectShape.Odd)
        {
            return Extents(look.Shape);
        }

        var (left, right) = (Extents(Deformation.All[look.Variant].Left), Extents(Deformation.All[look.Variant].Right));
        return (left.Left, right.Right, Math.Max(left.Top, right.Top), Math.Max(left.Bottom, right.Bottom));
    }

    private static (double Left, double Right, double Top, double Bottom) Extents(ObjectShape shape) => shape switch
    {
        ObjectShape.Square => (0.9, 0.9, 0.9, 0.9),
        ObjectShape.Triangle => (1, 1, 1, 0.85),
        _ => Silhouettes.Of(shape)?.Extents ?? (1, 1, 1, 1),
    };

    private static IEnumerable<ObjectLook> Filled(ObjectFill fill) =>
    [
        .. Enum.GetValues<ObjectShape>().Where(shape => shape != ObjectShape.Odd)
            .Select(shape => new ObjectLook(shape, 0, fill)),
        .. Deformation.All.Select((_, variant) => new ObjectLook(ObjectShape.Odd, variant, fill)),
    ];

    private static Map MapOf(int look, int size, int x, int y)
    {
        ref var slot = ref Maps[(((((look * Sizes) + size) * Steps) + y) * Steps) + x];
        return slot ??= Draw(Looks[look], HalfOf(size), (double)x / Steps, (double)y / Steps);
    }

    private static Map Draw(ObjectLook look, double half, double offsetX, double offsetY)
    {
        var values = new float[Side * Side];
        for (var i = 0; i < values.Length; i++)
        {
            var x = (i % Side) + 0.5 - (Side / 2.0) - offsetX;
            var y = (i / Side) + 0.5 - (Side / 2.0) - offsetY;
            values[i] = (float)SceneRenderer.Coverage(look.Shape, look.Fill, half, look.Variant, x, y);
        }

        return new Map(values);
    }

    // A class, so that the slot is filled in one write: two threads may draw the same map, never see half of one.
    private sealed record Map(float[] Values);
}
