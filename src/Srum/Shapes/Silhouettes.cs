namespace Srum.Shapes;

/// <summary>The outlines of the shapes that no formula gives.</summary>
internal static class Silhouettes
{
    private static readonly Polygon Star = Polygon.Of(10, share =>
    {
        var (angle, radius) = (2 * Math.PI * share, (int)Math.Round(10 * share) % 2 == 0 ? 1.12 : 0.62);
        return (radius * Math.Sin(angle), 0.09 - (radius * Math.Cos(angle)));
    });

    private static readonly Polygon Heart = Polygon.Of(24, share =>
    {
        var angle = 2 * Math.PI * share;
        var y = (13 * Math.Cos(angle)) - (5 * Math.Cos(2 * angle)) - (2 * Math.Cos(3 * angle)) - Math.Cos(4 * angle);
        return (Math.Pow(Math.Sin(angle), 3), -y / 15);
    });

    private static readonly Polygon Moon = new([.. Crescent(hole: 0.62, centre: 0.6, arc: 10)]);

    private static readonly Polygon Arrow =
        new((-1, -0.5), (-0.05, -0.5), (-0.05, -1), (1, 0), (-0.05, 1), (-0.05, 0.5), (-1, 0.5));

    /// <summary>The outline of a shape; null where a formula gives it.</summary>
    public static Polygon? Of(ObjectShape shape) => shape switch
    {
        ObjectShape.Star => Star,
        ObjectShape.Heart => Heart,
        ObjectShape.Moon => Moon,
        ObjectShape.Arrow => Arrow,
        _ => null,
    };

    // A disc of radius 1 without a smaller one to its right, moved so that it stands in the middle.
    private static IEnumerable<(double X, double Y)> Crescent(double hole, double centre, int arc)
    {
        const double Middle = 0.12;
        var tip = (1 - (hole * hole) + (centre * centre)) / (2 * centre);
        var (outer, inner) = (Math.Acos(tip), Math.Acos((tip - centre) / hole));
        for (var i = 0; i <= arc; i++)
        {
            var angle = outer + ((2 * (Math.PI - outer)) * i / arc);
            yield return (Math.Cos(angle) + Middle, Math.Sin(angle));
        }

        for (var i = 1; i < arc; i++)
        {
            var angle = (2 * Math.PI) - inner - ((2 * (Math.PI - inner)) * i / arc);
            yield return (centre + (hole * Math.Cos(angle)) + Middle, hole * Math.Sin(angle));
        }
    }
}
