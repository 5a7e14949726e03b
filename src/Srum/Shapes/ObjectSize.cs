namespace Srum.Shapes;

/// <summary>The two sizes.</summary>
public enum ObjectSize
{
    /// <summary>Half size 4.6 to 5.0 pixels.</summary>
    Small,

    /// <summary>Half size 6.2 to 6.8 pixels.</summary>
    Big,
}
