namespace Srum.Evaluation;

/// <summary>The judge held against the evaluator, on pictures that were judged and evaluated.</summary>
/// <param name="AucWithinPrompt">
/// Area under the curve within prompts: how often a right picture scores higher than a wrong one of its prompt; null
/// where no prompt has right and wrong pictures, or none was scored.
/// </param>
/// <param name="AucPooled">
/// The same over all pairs of pictures; null where all pictures are right, or all wrong, or none was scored.
/// </param>
/// <param name="N">Pictures compared; 0 where the evaluator could score none.</param>
/// <param name="Unanswered">Judgements without a score, a count.</param>
public sealed record JudgeResult(double? AucWithinPrompt, double? AucPooled, int N, int Unanswered);
