using Srum.Imaging;

namespace Srum.Benchmarks;

/// <summary>A picture to mark.</summary>
/// <param name="Prompt">What it was drawn for.</param>
/// <param name="Number">Which of its prompt's pictures it is, from 0.</param>
/// <param name="Open">Reads it.</param>
public sealed record PictureToMark(BenchmarkPrompt Prompt, int Number, Func<Picture> Open);
