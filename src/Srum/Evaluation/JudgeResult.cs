using Srum.Audits;

namespace Srum.Evaluation;

/// <summary>The judge held against the evaluator, on pictures that were judged and evaluated.</summary>
/// <param name="AucWithinPrompt">
/// See <see cref="Auc.WithinPrompts"/>; null where no prompt has right and wrong pictures, or none was scored.
/// </param>
/// <param name="AucPooled">
/// See <see cref="Auc.Pooled"/>; null where all pictures are right, or all wrong, or none was scored.
/// </param>
/// <param name="N">Pictures compared; 0 where the evaluator could score none.</param>
/// <param name="Unanswered">Judgements without a score, a count.</param>
public sealed record JudgeResult(double? AucWithinPrompt, double? AucPooled, int N, int Unanswered);
