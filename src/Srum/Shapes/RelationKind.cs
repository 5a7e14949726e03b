namespace Srum.Shapes;

/// <summary>Where one object lies from another; neighbours in the same row or column.</summary>
public enum RelationKind
{
    /// <summary>Left of, in the same row.</summary>
    Left,

    /// <summary>Right of, in the same row.</summary>
    Right,

    /// <summary>Above, in the same column.</summary>
    Above,

    /// <summary>Below, in the same column.</summary>
    Below,
}
