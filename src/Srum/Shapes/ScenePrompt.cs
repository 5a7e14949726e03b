namespace Srum.Shapes;

/// <summary>Categories of prompts; they mirror those of T2I-CompBench.</summary>
public enum PromptCategory
{
    /// <summary>Colours bound to objects.</summary>
    Color,

    /// <summary>Shapes bound to objects.</summary>
    Shape,

    /// <summary>Solid or outline bound to objects (the world's texture).</summary>
    Fill,

    /// <summary>One object left of, right of, above or below another.</summary>
    Spatial,

    /// <summary>A number of objects of a kind.</summary>
    Numeracy,

    /// <summary>Several requirements at once.</summary>
    Complex,

    /// <summary>Wording that must be resolved before drawing.</summary>
    Reasoning,
}

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

/// <summary>A relation between two required objects.</summary>
/// <param name="Subject">Index of the first object's requirement.</param>
/// <param name="Kind">Where it lies.</param>
/// <param name="Object">Index of the other's requirement.</param>
public sealed record Relation(int Subject, RelationKind Kind, int Object)
{
    /// <summary>Whether two objects stand in this relation.</summary>
    public bool Holds(SceneObject subject, SceneObject other) => Between(subject, other) == Kind;

    /// <summary>The relation in which an object stands to another; null for diagonal neighbours.</summary>
    public static RelationKind? Between(SceneObject subject, SceneObject other) =>
        subject.Row == other.Row
            ? subject.Column < other.Column
                ? RelationKind.Left
                : subject.Column > other.Column
                ? RelationKind.Right
                : null
            : subject.Column == other.Column
                ? subject.Row < other.Row ? RelationKind.Above : RelationKind.Below
                : null;
}

/// <summary>A prompt with everything it requires.</summary>
/// <param name="Text">The prompt as a user writes it.</param>
/// <param name="Category">Its category.</param>
/// <param name="Objects">Every object it asks for; nothing else may be there.</param>
/// <param name="Relation">The relation between two of them, if any.</param>
/// <param name="Background">The background, where stated.</param>
/// <param name="Resolved">The prompt in plain words: what a thought before drawing arrives at.</param>
public sealed record ScenePrompt(
    string Text,
    PromptCategory Category,
    IReadOnlyList<ObjectRequirement> Objects,
    Relation? Relation,
    Background? Background,
    string Resolved);
