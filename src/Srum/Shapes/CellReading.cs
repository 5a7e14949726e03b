namespace Srum.Shapes;

/// <summary>What a cell shows.</summary>
/// <param name="Object">The object.</param>
/// <param name="Clarity">How well its sharp rendering explains the pixels, in [0, 1].</param>
internal readonly record struct CellReading(SceneObject Object, double Clarity);
