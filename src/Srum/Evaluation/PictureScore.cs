using System.Text.Json.Serialization;

namespace Srum.Evaluation;

/// <summary>A picture's score.</summary>
/// <param name="Correct">The whole prompt is right and nothing else is there.</param>
/// <param name="Partial">In [0, 1]: how much of it is right.</param>
/// <param name="Reason">What is wrong, in words; null where nothing is, or the evaluator gives none.</param>
public sealed record PictureScore(
    bool Correct, double Partial,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null)
{
    /// <summary>A judge's verdict on a whole picture in an evaluator's place: right where it is above 0.</summary>
    /// <param name="verdict">In [-1, 1]; null = unanswered.</param>
    internal static PictureScore? OfVerdict(double? verdict) =>
        verdict is { } score ? new PictureScore(score > 0, (score + 1) / 2) : null;
}
