
namespace Srum.Judging;

/// <summary>A reply of the judge, word for word.</summary>
/// <param name="About"><c>regions</c>, <c>layout</c> or <c>sample</c>.</param>
/// <param name="Try">1 for the first question, greedy; from 2 on sampled and asking only for what is missing.</param>
/// <param name="Text">The reply.</param>
public sealed record JudgeReply(string About, int Try, string Text);
