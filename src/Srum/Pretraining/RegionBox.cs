using Srum.Imaging;
using Srum.Shapes;

namespace Srum.Pretraining;

/// <summary>The box that a region proposer finds around an object: its extent, to whole pixels.</summary>
internal static class RegionBox
{
    public static Box Of(SceneObject item)
    {
        var extent = SceneOracle.BoxOf(item);
        return new Box(Down(extent.Left), Down(extent.Top), Up(extent.Right), Up(extent.Bottom));

        static double Down(double edge) => Math.Floor(edge * Scene.Side) / Scene.Side;
        static double Up(double edge) => Math.Ceiling(edge * Scene.Side) / Scene.Side;
    }
}
