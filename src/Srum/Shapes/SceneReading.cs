using Srum.Imaging;

namespace Srum.Shapes;

/// <summary>A picture read back.</summary>
/// <param name="Background">The background that most of the picture shows.</param>
/// <param name="Plainness">How near that background is to its true colour, in [0, 1].</param>
/// <param name="Objects">The objects, in order of their cells; at most one a cell.</param>
public sealed record SceneReading(Background Background, double Plainness, IReadOnlyList<ReadObject> Objects)
{
    /// <summary>The reading as a scene.</summary>
    public Scene Scene => new(Background, [.. Objects.Select(item => item.Object)]);

    /// <summary>What each region of the picture shows, and whether that is right.</summary>
    /// <param name="prompt">What was asked for.</param>
    /// <param name="boxes">The regions in the order of their numbers.</param>
    public IReadOnlyList<RegionTruth> Regions(ScenePrompt prompt, IReadOnlyList<Box> boxes)
    {
        var shown = boxes.Select(IndexIn).ToArray();
        // Of objects that would do equally well the first is matched, so they go in the order of the regions that show
        // them.
        int[] order = [.. shown.Where(index => index >= 0).Concat(Enumerable.Range(0, Objects.Count)).Distinct()];
        var check = SceneCheck.Of(prompt, Background, [.. order.Select(index => Objects[index].Object)]);
        var right = check.Match.Where((_, required) => check.Met[required]).Select(index => order[index]).ToHashSet();
        return
        [
            .. shown.Select(
                index => index < 0
                    ? new RegionTruth(null, false)
                    : new RegionTruth(Objects[index].Object, right.Contains(index))),
        ];
    }

    private int IndexIn(Box box) => Objects.ToList().FindIndex(item =>
        item.Object.X / Scene.Side is var x
            && item.Object.Y / Scene.Side is var y
            && x >= box.Left
            && x <= box.Right
            && y >= box.Top
            && y <= box.Bottom);
}
