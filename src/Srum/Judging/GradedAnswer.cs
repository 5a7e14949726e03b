
namespace Srum.Judging;

/// <summary>An answer that is weighed.</summary>
/// <param name="Text">The continuation, with the space before it.</param>
/// <param name="Score">What it stands for, in [-1, 1].</param>
public sealed record GradedAnswer(string Text, double Score);
