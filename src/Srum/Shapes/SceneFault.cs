namespace Srum.Shapes;

/// <summary>A way in which a picture can fail its prompt.</summary>
public enum SceneFault
{
    /// <summary>An object of another colour.</summary>
    Recolour,

    /// <summary>An object of another shape.</summary>
    SwapShape,

    /// <summary>Outline for solid, or the other way round.</summary>
    ChangeFill,

    /// <summary>Another size.</summary>
    Resize,

    /// <summary>A deformed object.</summary>
    Deform,

    /// <summary>An object is missing.</summary>
    Remove,

    /// <summary>An object too many.</summary>
    Add,

    /// <summary>Two objects have changed places, or one stands elsewhere.</summary>
    Move,

    /// <summary>Another background.</summary>
    Background,
}
