using static Srum.Shapes.ObjectShape;

namespace Srum.Shapes;

/// <summary>A deformed object: the left half of one shape and the right half of another.</summary>
/// <param name="Left">The shape on the left.</param>
/// <param name="Right">The shape on the right.</param>
public readonly record struct Deformation(ObjectShape Left, ObjectShape Right)
{
    private static readonly ObjectShape[] FirstShapes = [Circle, Square, Triangle, Cross];

    /// <summary>
    /// Those of the small world, then those of the wide one. Of the wide world's 56 these are farther from every plain
    /// shape (4.7 % of their common square or more, at small sizes, shifted, scaled or blurred) than the small world's
    /// nearest (1.9 %).
    /// </summary>
    public static readonly IReadOnlyList<Deformation> All =
    [
        .. from left in FirstShapes from right in FirstShapes where left != right select new Deformation(left, right),
        new(Circle, Triangle), new(Square, Triangle), new(Cross, Triangle), new(Triangle, Cross),
        new(Star, Triangle), new(Heart, Triangle), new(Triangle, Heart), new(Arrow, Triangle),
        new(Triangle, Arrow), new(Triangle, Moon), new(Arrow, Moon), new(Arrow, Square),
        new(Star, Heart), new(Heart, Star), new(Square, Cross), new(Cross, Heart),
    ];
}
