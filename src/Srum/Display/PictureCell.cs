using Srum.Evaluation;
using Srum.Imaging;

namespace Srum.Display;

/// <summary>One picture of a table.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Description">What a reader who cannot see it should know.</param>
/// <param name="Score">An evaluator's score, shown as a mark with how much is right; null = none.</param>
/// <param name="Caption">A line under it; null = none.</param>
public sealed record PictureCell(
    Picture Picture, string Description, PictureScore? Score = null, string? Caption = null);
