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
