
namespace Srum.Shapes;

/// <summary>One look of an object: a plain shape or a deformed one, solid or outlined.</summary>
internal readonly record struct ObjectLook(ObjectShape Shape, int Variant, ObjectFill Fill);
