namespace Srum.Shapes;

/// <summary>How an object is filled.</summary>
public enum ObjectFill
{
    /// <summary>Filled.</summary>
    Solid,

    /// <summary>Its border alone.</summary>
    Outline,
}
