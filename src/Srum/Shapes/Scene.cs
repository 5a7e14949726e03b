namespace Srum.Shapes;

/// <summary>What an object is. <see cref="Odd"/> is a deformed object, none of those that prompts ask for.</summary>
public enum ObjectShape
{
    /// <summary>A disc or ring.</summary>
    Circle,

    /// <summary>A square with level sides.</summary>
    Square,

    /// <summary>A triangle that points up.</summary>
    Triangle,

    /// <summary>A plus sign.</summary>
    Cross,

    /// <summary>A star of five points, one of them up.</summary>
    Star,

    /// <summary>A heart that points down.</summary>
    Heart,

    /// <summary>A crescent, open to the right.</summary>
    Moon,

    /// <summary>An arrow that points to the right.</summary>
    Arrow,

    /// <summary>Two halves of different shapes: what a model draws when it fails.</summary>
    Odd,
}

/// <summary>The colours of objects.</summary>
public enum ObjectColour
{
    /// <summary>Red.</summary>
    Red,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Yellow.</summary>
    Yellow,

    /// <summary>Purple.</summary>
    Purple,

    /// <summary>Orange.</summary>
    Orange,

    /// <summary>Cyan.</summary>
    Cyan,

    /// <summary>Pink.</summary>
    Pink,
}

/// <summary>How an object is filled.</summary>
public enum ObjectFill
{
    /// <summary>Filled.</summary>
    Solid,

    /// <summary>Its border alone.</summary>
    Outline,
}

/// <summary>The two sizes.</summary>
public enum ObjectSize
{
    /// <summary>Half size 4.6 to 5.0 pixels.</summary>
    Small,

    /// <summary>Half size 6.2 to 6.8 pixels.</summary>
    Big,
}

/// <summary>The three plain backgrounds.</summary>
public enum Background
{
    /// <summary>White.</summary>
    White,

    /// <summary>Black.</summary>
    Black,

    /// <summary>Grey.</summary>
    Grey,
}

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
    /// <summary>Small or big.</summary>
    public ObjectSize Size => HalfSize < 5.6 ? ObjectSize.Small : ObjectSize.Big;

    /// <summary>Column of its cell, 0 or 1.</summary>
    public int Column => X < Scene.CellSide ? 0 : 1;

    /// <summary>Row of its cell, 0 or 1.</summary>
    public int Row => Y < Scene.CellSide ? 0 : 1;

    /// <summary>Its cell: 0 top left, 1 top right, 2 bottom left, 3 bottom right.</summary>
    public int Cell => (2 * Row) + Column;
}

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
