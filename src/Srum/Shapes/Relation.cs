namespace Srum.Shapes;

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
