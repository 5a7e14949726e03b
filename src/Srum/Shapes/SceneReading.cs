using Srum.Imaging;

namespace Srum.Shapes;

/// <summary>An object read from a picture.</summary>
/// <param name="Object">What it is; <see cref="ObjectShape.Odd"/> where no plain shape explains the pixels.</param>
/// <param name="Clarity">
/// How well the reading explains the pixels, in [0, 1]; 1 = exactly. Falls with blur and noise.
/// </param>
/// <param name="Misfit">
/// The share of the pixels that the reading does not explain even when it may be blurred; 0 = none.
/// </param>
/// <param name="Box">Its extent.</param>
public sealed record ReadObject(SceneObject Object, double Clarity, double Misfit, Box Box);

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

/// <summary>What is true of a region.</summary>
/// <param name="Shown">The object whose centre lies in it; null = none.</param>
/// <param name="Right">
/// That object stands for a requirement of the prompt and meets it. An object too many is wrong, and of two alike where
/// one is asked for that is the later region: the judge is taught the same.
/// </param>
public readonly record struct RegionTruth(SceneObject? Shown, bool Right);

/// <summary>The oracle's decision on a picture and its prompt.</summary>
/// <param name="Reading">What the picture shows.</param>
/// <param name="Check">Which requirement is met by what.</param>
/// <param name="Score">
/// Partial truth in [0, 1]: the mean over the requirements (objects, their number, relation, background) of the share
/// of stated attributes that are right, times how clearly they can be seen. An empty picture scores 0.
/// </param>
public sealed record SceneVerdict(SceneReading Reading, SceneCheck Check, double Score)
{
    /// <summary>
    /// Every object, colour, shape, fill, count, relation and stated background right, and nothing else there.
    /// </summary>
    public bool Correct => Check.Correct;
}
