namespace Srum.Evaluation;

/// <summary>
/// Scores pictures for prompts. An evaluator takes no part in training, and what it says never reaches a reward.
/// </summary>
public interface IEvaluator
{
    /// <summary>Name for records.</summary>
    string Name { get; }

    /// <summary>
    /// Scores pictures in the order given; null = unanswered, which is kept apart and never averaged.
    /// </summary>
    IReadOnlyList<PictureScore?> Score(IReadOnlyList<EvaluatedPicture> pictures, CancellationToken cancel = default);
}
