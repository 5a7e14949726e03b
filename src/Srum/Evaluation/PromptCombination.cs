namespace Srum.Evaluation;

/// <summary>The combination that an evaluated prompt stands for.</summary>
/// <param name="Group">What was met of it.</param>
/// <param name="Name">
/// Its name. Prompts of one combination are not independent: what generalises is the combination, not its wording.
/// </param>
public sealed record PromptCombination(PromptGroup Group, string Name);
