namespace Srum.Shapes;

/// <summary>
/// A closed outline without crossings, in units of an object's half size; x to the right, y downwards.
/// </summary>
/// <param name="corners">Its corners in order, either way round.</param>
internal sealed class Polygon(params (double X, double Y)[] corners)
{
    /// <summary>How far it reaches from the centre on each side.</summary>
    public (double Left, double Right, double Top, double Bottom) Extents { get; } =
        (-corners.Min(corner => corner.X), corners.Max(corner => corner.X), -corners.Min(corner => corner.Y),
            corners.Max(corner => corner.Y));

    /// <summary>The corners of a curve that a parameter runs through.</summary>
    /// <param name="count">How many.</param>
    /// <param name="at">The point at a share of the way, in [0, 1).</param>
    public static Polygon Of(int count, Func<double, (double X, double Y)> at) =>
        new([.. Enumerable.Range(0, count).Select(i => at((double)i / count))]);

    /// <summary>Signed distance of a point to the outline, negative inside.</summary>
    public double Distance(double x, double y)
    {
        var nearest = double.MaxValue;
        var inside = false;
        for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
        {
            var ((ax, ay), (bx, by)) = (corners[i], corners[j]);
            var (edgeX, edgeY, fromX, fromY) = (bx - ax, by - ay, x - ax, y - ay);
            var along = Math.Clamp(((fromX * edgeX) + (fromY * edgeY)) / ((edgeX * edgeX) + (edgeY * edgeY)), 0, 1);
            var (restX, restY) = (fromX - (edgeX * along), fromY - (edgeY * along));
            nearest = Math.Min(nearest, (restX * restX) + (restY * restY));
            // Each edge that a ray to the right meets changes the side.
            inside ^= ay > y != by > y && x < (edgeX * (y - ay) / edgeY) + ax;
        }

        return inside ? -Math.Sqrt(nearest) : Math.Sqrt(nearest);
    }
}
