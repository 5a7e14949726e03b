using Srum.Imaging;

namespace Srum.Shapes;

/// <summary>An object read from a picture.</summary>
/// <param name="Object">What it is; <see cref="ObjectShape.Odd"/> where no plain shape explains the pixels.</param>
/// <param name="Clarity">
/// How well the reading explains the pixels, in [0, 1]; 1 = exactly. Falls with blur and noise.
/// </param>
/// <param name="Box">Its extent.</param>
public sealed record ReadObject(SceneObject Object, double Clarity, Box Box);
