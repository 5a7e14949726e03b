using Microsoft.ML.OnnxRuntime;

namespace Srum.Regions.Sam;

/// <summary>What the encoder saw of a picture.</summary>
/// <param name="Width">Width of the picture in pixels.</param>
/// <param name="Height">Its height.</param>
/// <param name="FittedWidth">Width that it had in the encoder's frame.</param>
/// <param name="FittedHeight">Its height there.</param>
/// <param name="Features">The decoder's inputs that hold it.</param>
internal sealed record SamView(
    int Width, int Height, int FittedWidth, int FittedHeight, IReadOnlyList<NamedOnnxValue> Features);
