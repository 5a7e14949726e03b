using Srum.Imaging;

namespace Srum.Shapes;

/// <summary>An object read from a picture.</summary>
/// <param name="Object">What it is; <see cref="ObjectShape.Odd"/> where none of the four shapes explains the pixels.</param>
/// <param name="Clarity">How well the reading explains the pixels, in [0, 1]; 1 = exactly. Falls with blur and noise.</param>
/// <param name="Misfit">The share of the pixels that the reading does not explain even when it may be blurred; 0 = none.</param>
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
}

/// <summary>The oracle's decision on a picture and its prompt.</summary>
/// <param name="Reading">What the picture shows.</param>
/// <param name="Check">Which requirement is met by what.</param>
/// <param name="Score">
/// Partial truth in [0, 1]: the mean over the requirements (objects, their number, relation, background) of the share of
/// stated attributes that are right, times how clearly they can be seen. An empty picture scores 0.
/// </param>
public sealed record SceneVerdict(SceneReading Reading, SceneCheck Check, double Score)
{
    /// <summary>Every object, colour, shape, fill, count, relation and stated background right, and nothing else there.</summary>
    public bool Correct => Check.Correct;

    /// <summary>The object whose centre lies in a box; null = none.</summary>
    public SceneObject? ShownIn(Box box) => IndexIn(box) is >= 0 and var index ? Reading.Objects[index].Object : null;

    /// <summary>Whether that object stands for a requirement of the prompt and meets it. An object too many is wrong, and so is nothing.</summary>
    public bool IsRightIn(Box box) => IndexIn(box) is >= 0 and var index && Check.Match.ToList().IndexOf(index) is >= 0 and var required && Check.Met[required];

    private int IndexIn(Box box) => Reading.Objects.ToList().FindIndex(item =>
        item.Object.X / Scene.Side is var x && item.Object.Y / Scene.Side is var y && x >= box.Left && x <= box.Right && y >= box.Top && y <= box.Bottom);
}
