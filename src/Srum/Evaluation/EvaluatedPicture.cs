using Srum.Imaging;

namespace Srum.Evaluation;

/// <summary>A picture with the prompt that it was drawn for.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Picture">The picture.</param>
public sealed record EvaluatedPicture(EvaluationPrompt Prompt, Picture Picture);
