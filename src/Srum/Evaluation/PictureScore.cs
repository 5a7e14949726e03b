namespace Srum.Evaluation;

/// <summary>A picture's score.</summary>
/// <param name="Correct">The whole prompt is right and nothing else is there.</param>
/// <param name="Partial">In [0, 1]: how much of it is right.</param>
public sealed record PictureScore(bool Correct, double Partial);
