namespace Srum.Audits;

/// <summary>A score of one of several pictures that differ in one thing which must not matter.</summary>
/// <param name="Block">Which pictures belong together: alike but for that one thing.</param>
/// <param name="Group">What the picture has of it: a place, a colour.</param>
/// <param name="Score">The judge's score.</param>
public readonly record struct BlockScore(string Block, string Group, double Score);
