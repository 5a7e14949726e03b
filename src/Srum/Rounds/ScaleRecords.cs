using Srum.Evaluation;

namespace Srum.Rounds;

/// <summary>A training's evaluation at one guidance scale.</summary>
/// <param name="Evaluated">Records of the evaluated prompts.</param>
/// <param name="Choosing">
/// Records of the prompts that choose the scale; the evaluated ones where there are no others.
/// </param>
internal sealed record ScaleRecords(
    IReadOnlyList<EvaluationRecord> Evaluated, IReadOnlyList<EvaluationRecord> Choosing);
