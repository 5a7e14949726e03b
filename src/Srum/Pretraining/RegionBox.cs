using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>The box that a region proposer finds around an object: its extent, to whole pixels.</summary>
internal static class RegionBox
{
    public static Box Of(SceneObject item)
    {
        // The circle and the cross reach to the half size; square and triangle end a little before it.
        var (side, bottom) = item.Shape switch
        {
            ObjectShape.Square => (0.9, 0.9),
            ObjectShape.Triangle => (1.0, 0.85),
            _ => (1.0, 1.0),
        };
        var top = item.Shape == ObjectShape.Square ? 0.9 : 1.0;
        return new Box(
            Edge(item.X - (side * item.HalfSize), up: false),
            Edge(item.Y - (top * item.HalfSize), up: false),
            Edge(item.X + (side * item.HalfSize), up: true),
            Edge(item.Y + (bottom * item.HalfSize), up: true));

        static double Edge(double pixel, bool up) => Math.Clamp(up ? Math.Ceiling(pixel) : Math.Floor(pixel), 0, Scene.Side) / Scene.Side;
    }
}
