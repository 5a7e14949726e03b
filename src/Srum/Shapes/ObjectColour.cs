namespace Srum.Shapes;

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
