namespace Srum.Shapes;

/// <summary>One object. It lies within its cell of the 2 × 2 grid.</summary>
/// <param name="Shape">Shape.</param>
/// <param name="Colour">Colour.</param>
/// <param name="Fill">Fill.</param>
/// <param name="HalfSize">Half its extent in pixels, see <see cref="ObjectSize"/>.</param>
/// <param name="X">Centre in pixels from the left.</param>
/// <param name="Y">Centre in pixels from the top.</param>
/// <param name="Variant">
/// Which deformation an odd object has, an index into <see cref="Deformation.All"/>; 0 for all others.
/// </param>
public sealed record SceneObject(
    ObjectShape Shape, ObjectColour Colour, ObjectFill Fill, double HalfSize, double X, double Y, int Variant = 0)
{
    /// <summary>A big object in the middle of a cell.</summary>
    /// <param name="cell">0 top left, 1 top right, 2 bottom left, 3 bottom right.</param>
    /// <param name="colour">Colour.</param>
    /// <param name="shape">Shape.</param>
    /// <param name="fill">Fill. Default solid.</param>
    public static SceneObject At(
        int cell, ObjectColour colour, ObjectShape shape, ObjectFill fill = ObjectFill.Solid)
    {
        var (x, y) = Scene.CentreOf(cell);
        return new SceneObject(shape, colour, fill, HalfSize: 6.5, x, y);
    }

    /// <summary>Small or big.</summary>
    public ObjectSize Size => HalfSize < 5.6 ? ObjectSize.Small : ObjectSize.Big;

    /// <summary>Column of its cell, 0 or 1.</summary>
    public int Column => X < Scene.CellSide ? 0 : 1;

    /// <summary>Row of its cell, 0 or 1.</summary>
    public int Row => Y < Scene.CellSide ? 0 : 1;

    /// <summary>Its cell: 0 top left, 1 top right, 2 bottom left, 3 bottom right.</summary>
    public int Cell => (2 * Row) + Column;
}
