using Srum.Evaluation;
using Srum.Rollout;
using Srum.Runs;

namespace Srum.Rounds;

/// <summary>What is right of the pictures that recipes learn from; each folder's are scored once.</summary>
/// <param name="evaluator">Says what is right; no reward comes from it.</param>
internal sealed class RolloutScores(IEvaluator evaluator)
{
    private readonly Dictionary<string, IReadOnlyList<PictureScore?>> found = [];

    /// <summary>The scores in the order of the pictures; null = a prompt that cannot be scored.</summary>
    /// <param name="folder">The folder that keeps the pictures.</param>
    /// <param name="drawn">All that was drawn in it.</param>
    public IReadOnlyList<PictureScore?> Of(RunFolder folder, IReadOnlyList<RolloutRecord> drawn) =>
        found.TryGetValue(folder.Path, out var known) ? known : found[folder.Path] = evaluator.Score(
        [
            .. drawn.Select(record => new EvaluatedPicture(PromptOf(record), folder.Picture(record.PictureFile))),
        ]);

    /// <summary>The prompt that a picture was drawn for.</summary>
    public static EvaluationPrompt PromptOf(RolloutRecord record) =>
        new(record.PromptId, record.Prompt, record.Category);
}
