using Srum.Evaluation;
using Srum.Imaging;

namespace Srum.Display;

/// <summary>One picture of a table.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Description">What a reader who cannot see it should know.</param>
/// <param name="Verdict">An evaluator's verdict, shown as a mark with the partial score; null = none.</param>
/// <param name="Caption">A line under it; null = none.</param>
public sealed record PictureCell(
    Picture Picture, string Description, PictureScore? Verdict = null, string? Caption = null);
