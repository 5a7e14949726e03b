namespace Srum.Shapes;

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
