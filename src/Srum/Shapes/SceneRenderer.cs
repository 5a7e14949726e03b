using Srum.Imaging;

namespace Srum.Shapes;

/// <summary>Draws scenes, anti-aliased: a pixel's coverage follows from its distance to the object's edge.</summary>
public static class SceneRenderer
{
    /// <summary>Width of an outline in pixels.</summary>
    public const double Stroke = 1.5;

    /// <summary>Half the width of a cross's arm, as a share of its half size.</summary>
    private const double Arm = 0.42;

    /// <summary>Draws a scene as a picture of <see cref="Scene.Side"/> pixels a side.</summary>
    public static Picture Render(Scene scene)
    {
        var rgb = new byte[Scene.Side * Scene.Side * 3];
        var (red, green, blue) = Palette.Of(scene.Background);
        for (var i = 0; i < rgb.Length; i += 3)
        {
            (rgb[i], rgb[i + 1], rgb[i + 2]) = ((byte)red, (byte)green, (byte)blue);
        }

        foreach (var item in scene.Objects)
        {
            Draw(item, rgb);
        }

        return new Picture(Scene.Side, Scene.Side, rgb);
    }

    /// <summary>How much of the pixel around (x, y) an object covers, in [0, 1].</summary>
    internal static double Coverage(
        ObjectShape shape, ObjectFill fill, double halfSize, int variant, double x, double y)
    {
        var distance = Distance(shape, halfSize, variant, x, y);
        if (fill == ObjectFill.Outline)
        {
            distance = Math.Abs(distance + (Stroke / 2)) - (Stroke / 2);
        }

        return Math.Clamp(0.5 - distance, 0, 1);
    }

    private static void Draw(SceneObject item, byte[] rgb)
    {
        var reach = item.HalfSize + 1;
        var (red, green, blue) = Palette.Of(item.Colour);
        for (var row = Math.Max(
            0, (int)(item.Y - reach)); row <= Math.Min(Scene.Side - 1, (int)(item.Y + reach)); row++)
        {
            for (var column = Math.Max(
                0, (int)(item.X - reach)); column <= Math.Min(Scene.Side - 1, (int)(item.X + reach)); column++)
            {
                var cover = Coverage(
                    item.Shape, item.Fill, item.HalfSize, item.Variant, column + 0.5 - item.X, row + 0.5 - item.Y);
                var at = ((row * Scene.Side) + column) * 3;
                rgb[at] = Blend(rgb[at], red, cover);
                rgb[at + 1] = Blend(rgb[at + 1], green, cover);
                rgb[at + 2] = Blend(rgb[at + 2], blue, cover);
            }
        }
    }

    private static byte Blend(byte under, double over, double cover) =>
        (byte)Math.Round(under + (cover * (over - under)));

    // Signed distance to the edge, negative inside (an upper bound near corners, which is all that coverage needs).
    private static double Distance(ObjectShape shape, double half, int variant, double x, double y)
    {
        switch (shape)
        {
            case ObjectShape.Circle:
                return Math.Sqrt((x * x) + (y * y)) - half;
            case ObjectShape.Square:
                return RectangleDistance(x, y, 0.9 * half, 0.9 * half);
            case ObjectShape.Triangle:
                // Apex (0, −h), base from (−h, 0.85 h) to (h, 0.85 h).
                var slope = Math.Sqrt(1 + (1.85 * 1.85));
                return Math.Max(y - (0.85 * half), ((1.85 * Math.Abs(x)) - y - half) / slope);
            case ObjectShape.Cross:
                return Math.Min(RectangleDistance(x, y, half, Arm * half), RectangleDistance(x, y, Arm * half, half));
            case ObjectShape.Odd:
                var (left, right) = Deformation.All[variant];
                return Distance(x < 0 ? left : right, half, 0, x, y);
            default:
                return half * Silhouettes.Of(shape)!.Distance(x / half, y / half);
        }
    }

    private static double RectangleDistance(double x, double y, double halfWidth, double halfHeight)
    {
        var (dx, dy) = (Math.Abs(x) - halfWidth, Math.Abs(y) - halfHeight);
        var outside = Math.Sqrt((Math.Max(dx, 0) * Math.Max(dx, 0)) + (Math.Max(dy, 0) * Math.Max(dy, 0)));
        return outside + Math.Min(Math.Max(dx, dy), 0);
    }
}
