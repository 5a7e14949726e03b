using Srum.Evaluation;

namespace Srum.Display;

/// <summary>One system's picture of a prompt.</summary>
/// <param name="System">The system's name.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Score">The evaluator's score; null = none.</param>
public sealed record ReportPicture(string System, Imaging.Picture Picture, PictureScore? Score);
