namespace Srum.Shapes;

/// <summary>A scene of the shapes world: 32 × 32 pixels, 2 × 2 cells, at most one object a cell.</summary>
/// <param name="Background">Background.</param>
/// <param name="Objects">The objects, in order of their cells.</param>
public sealed record Scene(Background Background, IReadOnlyList<SceneObject> Objects)
{
    /// <summary>Side of the picture in pixels.</summary>
    public const int Side = 32;

    /// <summary>Side of a cell in pixels.</summary>
    public const int CellSide = 16;

    /// <summary>Number of cells.</summary>
    public const int Cells = 4;

    /// <summary>The middle of a cell, in pixels from the left and from the top.</summary>
    /// <param name="cell">0 top left, 1 top right, 2 bottom left, 3 bottom right.</param>
    internal static (double X, double Y) CentreOf(int cell) =>
        (CellSide * ((cell % 2) + 0.5), CellSide * ((cell / 2) + 0.5));
}
