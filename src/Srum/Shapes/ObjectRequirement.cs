namespace Srum.Shapes;

/// <summary>One object that a prompt asks for; null = not stated. A count is as many equal requirements.</summary>
/// <param name="Shape">Shape.</param>
/// <param name="Colour">Colour.</param>
/// <param name="Fill">Fill.</param>
/// <param name="Size">Size.</param>
public sealed record ObjectRequirement(
    ObjectShape? Shape, ObjectColour? Colour = null, ObjectFill? Fill = null, ObjectSize? Size = null)
{
    /// <summary>Whether an object has everything that is stated.</summary>
    public bool IsMetBy(SceneObject item) => Faults(item) == 0;

    /// <summary>How many stated attributes an object lacks.</summary>
    public int Faults(SceneObject item) =>
        (Shape is { } shape && item.Shape != shape ? 1 : 0)
        + (Colour is { } colour && item.Colour != colour ? 1 : 0)
        + (Fill is { } fill && item.Fill != fill ? 1 : 0)
        + (Size is { } size && item.Size != size ? 1 : 0);

    /// <summary>How many attributes are stated.</summary>
    public int Stated =>
        (Shape is null ? 0 : 1) + (Colour is null ? 0 : 1) + (Fill is null ? 0 : 1) + (Size is null ? 0 : 1);
}
