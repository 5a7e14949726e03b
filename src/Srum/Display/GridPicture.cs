using Srum.Evaluation;
using Srum.Imaging;

namespace Srum.Display;

/// <summary>One picture of a grid.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Caption">The line under it.</param>
/// <param name="Seed">The seed it was drawn from; null = not shown.</param>
/// <param name="Score">An evaluator's score; null = none.</param>
public sealed record GridPicture(Picture Picture, string Caption, long? Seed = null, PictureScore? Score = null);
