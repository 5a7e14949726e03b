using Srum.Evaluation;

namespace Srum.Audits;

/// <summary>A picture of a bias trial.</summary>
/// <param name="Block">Which pictures are alike but for one thing.</param>
/// <param name="Group">What this one has of it.</param>
/// <param name="Picture">The picture with its prompt, which it satisfies.</param>
public sealed record BlockPicture(string Block, string Group, EvaluatedPicture Picture);
