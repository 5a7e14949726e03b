namespace Srum.Shapes;

/// <summary>What a cell shows.</summary>
/// <param name="Object">The object.</param>
/// <param name="Clarity">How well its sharp rendering explains the pixels, in [0, 1].</param>
/// <param name="Misfit">What a blurred rendering leaves unexplained as well.</param>
internal readonly record struct CellReading(SceneObject Object, double Clarity, double Misfit);
