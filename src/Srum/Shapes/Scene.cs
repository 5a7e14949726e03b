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
}
